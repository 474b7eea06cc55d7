// Results that are dear to make, kept for who asks again. Safe from any thread.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace thidua {

// At most `most` of them: with one more all earlier ones are forgotten. Who holds one keeps it.
template <class Key, class Value>
class Kept {
public:
    explicit Kept(std::size_t most) : most_(most) {}

    // What was kept, or what `make()` gives. Nobody waits while it is made: two who ask at once may
    // both make it.
    template <class Make>
    std::shared_ptr<Value const> get(Key const& key, Make const& make)
    {
        {
            std::lock_guard const lock{mutex_};
            if (auto const found = values_.find(key); found != values_.end()) return found->second;
        }
        auto made = std::make_shared<Value const>(make());
        std::lock_guard const lock{mutex_};
        if (values_.size() >= most_) values_.clear();
        return values_[key] = std::move(made);
    }

    // All that are kept now.
    std::map<Key, std::shared_ptr<Value const>> all() const
    {
        std::lock_guard const lock{mutex_};
        return values_;
    }

private:
    std::size_t most_;
    mutable std::mutex mutex_;
    std::map<Key, std::shared_ptr<Value const>> values_;
};

}  // namespace thidua
