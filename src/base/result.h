// The one carrier for failures we expect: bad input, a missing row, a right not held.
// A programming mistake does not travel here (it throws std::logic_error and is caught by the shell),
// nor does a database that fails (storage::Failure), nor a refusal by the law: that is an answer.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace thidua {

// What the shell turns into a status code: 422, 403, 404, 409, 409, 503.
enum class Kind {
    BadInput,     // The reader can mend it; `problems` say what to do, field by field.
    Denied,       // The actor may not. Never says whether the thing exists.
    NotFound,     // No such thing, or none that this actor may know of.
    Conflict,     // Somebody else changed the row first.
    Refused,      // Right input, wrong state: the act is not possible (any more); says why.
    Unavailable,  // Try again later: a lock, a limit.
};

// Named values that a sentence of the locale files takes.
using Args = std::vector<std::pair<std::string, std::string>>;

// One thing wrong. `key` names a sentence of the locale files; `field` the form field, "" for the whole.
struct Problem {
    std::string key;
    Args args = {};
    std::string field = {};
};

struct Error {
    Kind kind = Kind::BadInput;
    std::vector<Problem> problems = {};
    std::string detail = {};  // For the log, never for a reader.
};

inline Error failure(Kind kind, std::string key, Args args = {}, std::string field = {})
{
    return Error{kind, {Problem{std::move(key), std::move(args), std::move(field)}}, {}};
}
inline Error bad_input(std::string key, Args args = {}, std::string field = {})
{
    return failure(Kind::BadInput, std::move(key), std::move(args), std::move(field));
}
inline Error denied() { return failure(Kind::Denied, "error.denied"); }
inline Error not_found() { return failure(Kind::NotFound, "error.not-found"); }

// A T, or the Error that stands in its place. value() asked of a failure throws std::logic_error.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}           // NOLINT: `return value;` is the point.
    Result(Error error) : state_(std::move(error)) {}       // NOLINT: so is `return error;`.

    explicit operator bool() const { return std::holds_alternative<T>(state_); }
    T& value() & { return check(), std::get<T>(state_); }
    T const& value() const& { return check(), std::get<T>(state_); }
    T&& value() && { return check(), std::get<T>(std::move(state_)); }
    T& operator*() & { return value(); }
    T const& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    T const* operator->() const { return &value(); }
    Error const& error() const { return std::get<Error>(state_); }

private:
    void check() const
    {
        if (auto const* e = std::get_if<Error>(&state_)) {
            throw std::logic_error("value() of a failure: " +
                                   (e->problems.empty() ? e->detail : e->problems.front().key));
        }
    }
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}  // NOLINT
    explicit operator bool() const { return !error_; }
    void value() const
    {
        if (error_) throw std::logic_error("value() of a failure: " + error_->detail);
    }
    Error const& error() const { return *error_; }

private:
    std::optional<Error> error_;
};

}  // namespace thidua

// Yields the value, or returns the failure from the enclosing function. A statement expression, so
// GCC and Clang only; we build with no other. Not inside coroutines, and never beside another part
// that has a destructor, as in {name, TD_TRY(...)}: GCC does not destroy the parts already built
// when the expression returns from among them.
#define TD_TRY(expression)                                 \
    __extension__({                                        \
        auto td_try_result = (expression);                 \
        if (!td_try_result) return td_try_result.error();  \
        std::move(td_try_result).value();                  \
    })
// The same for Result<void>, as a statement.
#define TD_CHECK(expression)                                                             \
    do {                                                                                 \
        if (auto td_check_result = (expression); !td_check_result) return td_check_result.error(); \
    } while (false)
