// Threads that run handlers, so that one that waits for the database keeps no connection waiting.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace thidua::web {

class Workers {
public:
    Workers(unsigned threads, std::size_t most_waiting);
    ~Workers();  // Does what waits, then ends.
    Workers(Workers const&) = delete;
    Workers& operator=(Workers const&) = delete;

    // False when too many wait already.
    bool submit(std::function<void()> job);

private:
    void run();

    std::size_t const most_waiting_;
    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace thidua::web
