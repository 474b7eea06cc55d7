#include "web/chores.h"

#include "web/log.h"

#include <exception>

namespace thidua::web {

namespace {
constexpr std::size_t kMostWaiting = 1000;
}

Chores::Chores() : thread_([this] { run(); }) {}

Chores::~Chores()
{
    {
        std::lock_guard const lock{guard_};
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Chores::later(std::function<void()> chore)
{
    {
        std::lock_guard const lock{guard_};
        if (waiting_.size() >= kMostWaiting) return;
        waiting_.push_back(std::move(chore));
    }
    changed_.notify_all();
}

void Chores::settle()
{
    std::unique_lock lock{guard_};
    changed_.wait(lock, [this] { return waiting_.empty() && !busy_; });
}

void Chores::run()
{
    std::unique_lock lock{guard_};
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        auto const chore = std::move(waiting_.front());
        waiting_.pop_front();
        busy_ = true;
        lock.unlock();
        try {
            chore();
        } catch (std::exception const& error) {
            log_failure("chore", error.what());
        }
        lock.lock();
        busy_ = false;
        changed_.notify_all();
    }
}

}  // namespace thidua::web
