#include "base/clock.h"

#include <chrono>

namespace thidua {

Instant SystemClock::now() const
{
    auto const since = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::duration_cast<std::chrono::seconds>(since).count()};
}

ShiftedClock::ShiftedClock(Date today)
    : shift_s_((std::int64_t{today.days} - SystemClock{}.today().days) * 86400)
{}

Instant ShiftedClock::now() const { return Instant{SystemClock{}.now().seconds + shift_s_}; }

}  // namespace thidua
