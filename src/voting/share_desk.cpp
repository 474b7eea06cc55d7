#include "voting/counting.h"

#include <mutex>

namespace thidua::voting {
namespace {

void wipe(std::string& text)
{
    char volatile* const bytes = text.data();
    for (std::size_t i = 0; i < text.size(); ++i) bytes[i] = '\0';
    text.clear();
}

}  // namespace

struct ShareDesk::Table {
    struct Entry {
        int teller = 0;
        std::string share;
        Instant until;
    };
    std::mutex mutex;
    std::map<std::string, Entry, std::less<>> entries;

    void drop_old(Instant now)
    {
        for (auto each = entries.begin(); each != entries.end();) {
            if (now < each->second.until) {
                ++each;
                continue;
            }
            wipe(each->second.share);
            each = entries.erase(each);
        }
    }
};

ShareDesk::ShareDesk() : table_(std::make_unique<Table>()) {}
ShareDesk::~ShareDesk() = default;

void ShareDesk::put(std::string const& ref, int teller, std::string share, Instant now)
{
    std::lock_guard const lock{table_->mutex};
    table_->drop_old(now);
    auto& entry = table_->entries[ref];
    wipe(entry.share);
    entry = {teller, std::move(share), Instant{now.seconds + kWait_s}};
}

std::string ShareDesk::waiting(std::string const& ref, int teller, Instant now)
{
    std::lock_guard const lock{table_->mutex};
    table_->drop_old(now);
    auto const found = table_->entries.find(ref);
    if (found == table_->entries.end() || found->second.teller == teller) return {};
    return found->second.share;
}

bool ShareDesk::holds(std::string const& ref, int teller, Instant now)
{
    std::lock_guard const lock{table_->mutex};
    table_->drop_old(now);
    auto const found = table_->entries.find(ref);
    return found != table_->entries.end() && found->second.teller == teller;
}

void ShareDesk::forget(std::string const& ref)
{
    std::lock_guard const lock{table_->mutex};
    auto const found = table_->entries.find(ref);
    if (found == table_->entries.end()) return;
    wipe(found->second.share);
    table_->entries.erase(found);
}

}  // namespace thidua::voting
