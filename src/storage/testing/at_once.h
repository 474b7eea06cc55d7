// Runs acts at the same moment, each in a thread of its own, for tests of conflicting acts.
#pragma once

#include <exception>
#include <functional>
#include <latch>
#include <thread>
#include <vector>

namespace thidua::storage::testing {

// Returns when all have ended; what one throws is thrown here.
inline void at_once(std::vector<std::function<void()>> const& acts)
{
    std::latch ready{static_cast<std::ptrdiff_t>(acts.size())};
    std::vector<std::exception_ptr> thrown(acts.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        threads.emplace_back([&, i] {
            ready.arrive_and_wait();
            try {
                acts[i]();
            } catch (...) {
                thrown[i] = std::current_exception();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    for (auto const& problem : thrown) {
        if (problem) std::rethrow_exception(problem);
    }
}

}  // namespace thidua::storage::testing
