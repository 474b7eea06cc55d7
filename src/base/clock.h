// The one source of time. Everything that depends on the day takes it from here, so that a demo runs
// on its own calendar and a test on the day it needs.
#pragma once

#include "base/date.h"

namespace thidua {

class Clock {
public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
    Date today() const { return legal_day(now()); }
};

// The machine's clock.
class SystemClock final : public Clock {
public:
    Instant now() const override;
};

// Stands at one instant until moved; for tests.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant at) : at_(at) {}
    explicit FixedClock(Date day) : at_{start_of(day).seconds + 9 * 3600} {}
    Instant now() const override { return at_; }
    void move_to(Instant at) { at_ = at; }

private:
    Instant at_;
};

// The machine's time of day on another calendar: the demo lives on its own date.
class ShiftedClock final : public Clock {
public:
    explicit ShiftedClock(Date today);
    Instant now() const override;

private:
    std::int64_t shift_s_;
};

}  // namespace thidua
