#include "web/workers.h"

namespace thidua::web {

Workers::Workers(unsigned threads, std::size_t most_waiting) : most_waiting_(most_waiting)
{
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Workers::~Workers()
{
    {
        std::lock_guard const lock{guard_};
        ending_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool Workers::submit(std::function<void()> job)
{
    {
        std::lock_guard const lock{guard_};
        if (waiting_.size() >= most_waiting_) return false;
        waiting_.push_back(std::move(job));
    }
    changed_.notify_one();
    return true;
}

void Workers::run()
{
    std::unique_lock lock{guard_};
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto const job = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        job();
        lock.lock();
    }
}

}  // namespace thidua::web
