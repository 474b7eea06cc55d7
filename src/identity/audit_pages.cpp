// /audit: who did what, when, from what to what; as far as the reader's part of the tree and
// clearance go. Here and not in src/audit, which lies below pages.

#include "identity/page_parts.h"
#include "terms/locale.h"

namespace thidua::identity {

namespace {

namespace json = http::json;
using http::Context;

constexpr int kPageSize = 50;
constexpr std::int64_t kCountedTo = 10'000;
constexpr std::string_view kLastCharacter =
    "\xF4\x8F\xBF\xBF";  // Behind all that begins with a text.

struct Filter {
    std::string actor;
    std::string subject;  // Begins with: "unit:", "account:lan".
    std::string what;     // Begins with: "register.", "identity.role.grant".
    std::optional<Date> from;
    std::optional<Date> to;
};

Result<std::optional<Date>> day_of(http::Values const& values, std::string const& name)
{
    auto const typed = values.text(name);
    auto const day = typed.empty() ? std::nullopt : parse_date(typed);
    if (!typed.empty() && !day) return bad_input("error.date", {}, name);
    return day;
}

Result<Filter> filter_of(http::Values const& query)
{
    Filter filter{query.text("actor"), query.text("subject"), query.text("what"), {}, {}};
    filter.from = TD_TRY(day_of(query, "from"));
    filter.to = TD_TRY(day_of(query, "to"));
    if (filter.from && filter.to && *filter.to < *filter.from) {
        return bad_input("error.period",
                         {{"from", to_vietnamese(*filter.from)}, {"to", to_vietnamese(*filter.to)}},
                         "to");
    }
    return filter;
}

// One WHERE for every filter: an empty text begins everything, an open day lies outside all time.
constexpr std::string_view kWhere =
    " FROM audit_line WHERE (CAST(?1 AS TEXT) = '' OR lower(actor) = lower(CAST(?1 AS TEXT)))"
    " AND subject >= ?2 AND subject < ?3 AND what >= ?4 AND what < ?5 AND at >= ?6 AND at < ?7 AND "
    "marking <= ?8";

// Acts and fields without a word of their own are shown by their code.
bool has_word(std::string const& code) { return terms::has_text("vi", "audit." + code); }

bool is_role(std::string const& code)
{
    return code.empty() || terms::has_text("vi", "access.role." + code);
}

std::string plain(json::value const& value)
{
    if (value.is_null()) return {};
    if (value.is_string()) return std::string{value.get_string()};
    std::string joined;
    auto const add = [&](json::value const& item) {
        auto const said = plain(item);
        if (!joined.empty() && !said.empty()) joined += ", ";
        joined += said;
    };
    if (auto const* list = value.if_array()) {
        for (auto const& item : *list) add(item);
    } else if (auto const* parts = value.if_object()) {
        for (auto const& part : *parts) add(part.value());
    } else {
        return json::serialize(value);
    }
    return joined;
}

// "account:lan" is drawn as a word and a name; what has no word stays as it is.
void put_subject(json::object& row, std::string_view subject)
{
    auto const colon = subject.find(':');
    auto const kind = subject.substr(0, colon);
    bool const named = has_word("kind." + std::string{kind});
    row["subject_kind"] = named ? kind : "";
    row["subject_name"] = !named                           ? subject
                          : colon == std::string_view::npos ? ""
                                                            : subject.substr(colon + 1);
}

json::array changes_of(std::string_view before, std::string_view after)
{
    auto const parsed = [](std::string_view text) {
        boost::system::error_code wrong;
        auto value = json::parse(text, wrong);
        return !wrong && value.is_object() ? std::move(value.get_object()) : json::object{};
    };
    auto const old_fields = parsed(before);
    auto const new_fields = parsed(after);
    auto const value_in = [](json::object const& fields, std::string_view name) {
        auto const* value = fields.if_contains(name);
        return value == nullptr ? std::string{} : plain(*value);
    };
    json::array changes;
    auto const add = [&](std::string_view name) {
        auto was = value_in(old_fields, name);
        auto is = value_in(new_fields, name);
        if (was != is)
            changes.push_back(json::object{{"field", name},
                                           {"named", has_word("field." + std::string{name})},
                                           {"is_role", name == "role" && is_role(was) && is_role(is)},
                                           {"before", was},
                                           {"after", is}});
    };
    for (auto const& field : old_fields) add(field.key());
    for (auto const& field : new_fields) {
        if (!old_fields.contains(field.key())) add(field.key());
    }
    return changes;
}

// For a sheet, which has no view to put the words together.
std::string summary_of(json::array const& changes, std::string const& language)
{
    std::string text;
    for (auto const& change : changes) {
        if (!text.empty()) text += "; ";
        std::string const field{change.at("field").as_string()};
        text += (change.at("named").as_bool() ? terms::text(language, "audit.field." + field) : field) + ": " +
                std::string{change.at("before").as_string()} + " → " +
                std::string{change.at("after").as_string()};
    }
    return text;
}

json::object row_of(storage::Rows const& rows, std::string const& language)
{
    auto const at = rows.integer(0);
    auto const what = rows.string(2);
    auto changes = changes_of(rows.text(4), rows.text(5));
    auto summary = summary_of(changes, language);
    json::object row{{"at", at},
                     {"time", to_iso(Instant{at})},
                     {"actor", rows.text(1)},
                     {"what", what},
                     {"named", has_word(what)},
                     {"subject", rows.text(3)},
                     {"changes", std::move(changes)},
                     {"summary", std::move(summary)},
                     {"request", rows.text(6)}};
    put_subject(row, rows.text(3));
    return row;
}

http::ListPage lines(storage::Transaction& tx,
                     access::Actor const& actor,
                     Filter const& filter,
                     int page,
                     bool everything,
                     std::string const& language)
{
    http::ListPage list;
    list.columns = {{"time", "audit.time", "instant"},
                    {"actor", "audit.actor"},
                    {"what", "audit.what", "key:audit."},
                    {"subject", "audit.subject"},
                    {"summary", "audit.changes"},
                    {"request", "audit.request"}};
    list.page = everything ? 1 : page;
    list.page_size = kPageSize;
    auto const where =
        std::string{kWhere} + " AND " +
        access::sql_in_scopes(actor.scopes(access::Permission::ReadAudit), "unit_path");
    auto const subject_end = filter.subject + std::string{kLastCharacter};
    auto const what_end = filter.what + std::string{kLastCharacter};
    std::vector<storage::Param> const parameters = {
        filter.actor,
        filter.subject,
        subject_end,
        filter.what,
        what_end,
        filter.from ? start_of(*filter.from).seconds : 0,
        filter.to ? start_of(filter.to->plus_days(1)).seconds : std::int64_t{1} << 40,
        static_cast<int>(actor.clearance)};
    auto const counted = tx.integer("SELECT count(*) FROM (SELECT seq" + where + " LIMIT " +
                                        std::to_string(kCountedTo + 1) + ") AS counted",
                                    parameters)
                             .value_or(0);
    list.more = counted > kCountedTo;
    list.total = std::min(counted, kCountedTo);
    auto const limit =
        everything ? std::string{}
                   : " LIMIT " + std::to_string(kPageSize) + " OFFSET " +
                         std::to_string(static_cast<std::int64_t>(list.page - 1) * kPageSize);
    auto rows = tx.query("SELECT at, actor, what, subject, before, after, request" + where +
                             " ORDER BY seq DESC" + limit,
                         parameters);
    while (rows.next()) list.rows.push_back(row_of(rows, language));
    return list;
}

Result<http::Answer> show_audit(Context& ctx)
{
    auto const filter = TD_TRY(filter_of(ctx.query()));
    auto list = ctx.db.read([&](storage::Transaction& tx) {
        return lines(tx, ctx.actor, filter, ctx.page_number(), ctx.wants_export(), ctx.language);
    });
    return http::page("identity/audit",
                      "audit.title",
                      {{"query",
                        json::object{{"actor", filter.actor},
                                     {"subject", filter.subject},
                                     {"what", filter.what},
                                     {"from", filter.from ? to_iso(*filter.from) : ""},
                                     {"to", filter.to ? to_iso(*filter.to) : ""}}},
                       {"list", http::list_document(std::move(list))}});
}

}  // namespace

void add_audit_pages(http::Router& routes)
{
    routes.get("/audit", access::Permission::ReadAudit, "audit.title", show_audit);
    routes.menu({"admin", "/audit", "audit.title", "log", 40});
}

}  // namespace thidua::identity
