// Small writes that no reader should wait for, done one after the other in a thread of their own.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace thidua::web {

class Chores {
public:
    Chores();
    ~Chores();  // Does what is left.
    Chores(Chores const&) = delete;
    Chores& operator=(Chores const&) = delete;

    // Dropped when a thousand wait already: what comes here can be done at the next request as
    // well.
    void later(std::function<void()> chore);
    // Returns when all that was given before is done.
    void settle();

private:
    void run();

    std::mutex guard_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> waiting_;
    bool busy_ = false;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace thidua::web
