#include "base/lengths.h"
#include "http/idempotency.h"
#include "http/page.h"

#include <algorithm>
#include <stdexcept>

namespace thidua::http {

namespace {

// Every field that is longer than it may be; pasted lists are measured where they are read.
Result<void> check_lengths(Values const& form)
{
    Error error;
    for (auto const& [field, value] : form.pairs()) {
        if (!is_too_long(value, field)) continue;
        error.problems.push_back(
            {"error.too-long", {{"max", std::to_string(longest_text(field))}}, field});
    }
    if (!error.problems.empty()) return error;
    return {};
}

}  // namespace

std::string const& Context::param(std::string_view name) const
{
    auto const found = params.find(name);
    if (found == params.end())
        throw std::logic_error("the route has no parameter " + std::string{name});
    return found->second;
}

bool Context::wants_export() const
{
    auto const format = query().find("format").value_or("");
    return format == "xlsx" || format == "csv";
}

int Context::page_number() const
{
    constexpr std::int64_t last = 1'000'000;
    return static_cast<int>(std::clamp(query().integer("page").value_or(1), std::int64_t{1}, last));
}

Result<Answer> Context::write(std::function<Result<Answer>(audit::Act&)> const& body)
{
    TD_CHECK(check_lengths(form()));
    return db.write([&](storage::Transaction& tx) -> Result<Answer> {
        auto the_act = act(tx);
        bool const keyed = !request.idempotency_key.empty() && actor.account != 0;
        return keyed ? run_once(the_act, request, body) : body(the_act);
    });
}

json::array Context::panels(std::string_view place, std::string_view code)
{
    json::array shown;
    for (auto const& entry : router.panels_) {
        if (entry.place != place) continue;
        auto document = entry.panel(*this, std::string{code});
        if (!document || document->empty()) continue;
        (*document)["view"] = entry.view;
        shown.push_back(std::move(*document));
    }
    return shown;
}

}  // namespace thidua::http
