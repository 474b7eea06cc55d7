#include "register/catalogue.h"

#include "base/text.h"
#include "register/law_table.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace thidua::registry {

namespace {

constexpr std::string_view kAwardsFile = "law/awards.csv";

std::vector<std::string> split_spellings(std::string_view text)
{
    std::vector<std::string> spellings;
    for (auto const part : split(text, ';')) {
        if (auto spelling = tidy(part); !spelling.empty()) spellings.push_back(std::move(spelling));
    }
    return spellings;
}

void insert_spelling(storage::Transaction& tx, std::string_view award, std::string_view written)
{
    tx.execute("INSERT INTO award_spelling (spelling, award, written) VALUES (?1, ?2, ?3) ON CONFLICT (spelling) DO NOTHING",
               {fold(written), award, written});
}

AwardType read_type(storage::Rows const& rows)
{
    return {.code = rows.string(0),
            .subject = rows.string(1),
            .kind = rows.string(2),
            .level = rows.string(3),
            .name_vi = rows.string(4),
            .name_en = rows.string(5),
            .authority = rows.string(6),
            .valid_from = rows.maybe_string(7),
            .valid_to = rows.maybe_string(8),
            .recorded_only = rows.boolean(9),
            .builtin = rows.boolean(10),
            .position = rows.integer(11),
            .version = rows.integer(12)};
}

constexpr std::string_view kSelectType =
    "SELECT code, subject, kind, level, name_vi, name_en, authority, valid_from, valid_to, recorded_only, builtin,"
    " position, version FROM award_type";

template <std::size_t N>
bool is_one_of(std::string_view const (&list)[N], std::string_view value)
{
    return std::find(std::begin(list), std::end(list), value) != std::end(list);
}

// Fields as they are stored: tidy, days in ISO form; with every complaint, field by field.
Result<AwardTypeFields> checked(AwardTypeFields fields)
{
    Error error;
    auto complain = [&](std::string field, std::string key) { error.problems.push_back({std::move(key), {}, std::move(field)}); };
    fields.name_vi = tidy(fields.name_vi);
    fields.name_en = tidy(fields.name_en);
    if (fields.name_vi.empty()) complain("name_vi", "register.type.name-missing");
    if (!is_one_of(kAwardSubjects, fields.subject)) complain("subject", "register.type.choose");
    if (!is_one_of(kAwardKinds, fields.kind)) complain("kind", "register.type.choose");
    if (!is_one_of(kAwardLevels, fields.level)) complain("level", "register.type.choose");
    for (auto* day : {&fields.valid_from, &fields.valid_to}) {
        if (tidy(*day).empty()) continue;
        if (auto const date = parse_date(*day)) *day = to_iso(*date);
        else complain(day == &fields.valid_from ? "valid_from" : "valid_to", "register.bad-date");
    }
    if (!fields.valid_to.empty() && fields.valid_to < fields.valid_from) complain("valid_to", "register.type.ends-before");
    if (auto const authority = terms::code_of("authority", fields.authority)) fields.authority = *authority;
    if (!error.problems.empty()) return error;
    return fields;
}

// Refuses a spelling that another award has, and says which award that is.
Result<void> check_spellings(storage::Transaction& tx, std::string_view code, AwardTypeFields const& fields)
{
    Error error;
    auto check = [&](std::string const& written, std::string field) {
        auto rows = tx.query("SELECT t.name_vi FROM award_spelling s JOIN award_type t ON t.code = s.award"
                             " WHERE s.spelling = ?1 AND s.award <> ?2",
                             {fold(written), code});
        if (rows.next())
            error.problems.push_back({"register.type.spelling-taken",
                                      {{"spelling", written}, {"award", rows.string(0)}},
                                      std::move(field)});
    };
    check(fields.name_vi, "name_vi");
    for (auto const& spelling : fields.spellings) check(spelling, "spellings");
    if (!error.problems.empty()) return error;
    return {};
}

void replace_spellings(storage::Transaction& tx, std::string_view code, AwardTypeFields const& fields)
{
    tx.execute("DELETE FROM award_spelling WHERE award = ?1", {code});
    insert_spelling(tx, code, code);
    insert_spelling(tx, code, fields.name_vi);
    for (auto const& spelling : fields.spellings) insert_spelling(tx, code, spelling);
}

// A code from the name: "Bằng khen Hội" → "bang-khen-hoi", with a number where that is taken.
std::string free_code(storage::Transaction& tx, std::string_view name)
{
    std::string stem;
    for (auto const& word : search_words(name)) stem += (stem.empty() ? "" : "-") + word;
    if (stem.empty()) stem = "award";
    std::string code = stem;
    for (int n = 2; tx.text("SELECT spelling FROM award_spelling WHERE spelling = ?1", {code}); ++n)
        code = stem + "-" + std::to_string(n);
    return code;
}

boost::json::object audited(AwardTypeFields const& fields)
{
    boost::json::array spellings;
    for (auto const& spelling : fields.spellings) spellings.emplace_back(spelling);
    return {{"subject", fields.subject},       {"kind", fields.kind},           {"level", fields.level},
            {"name_vi", fields.name_vi},       {"name_en", fields.name_en},     {"authority", fields.authority},
            {"valid_from", fields.valid_from}, {"valid_to", fields.valid_to},   {"recorded_only", fields.recorded_only},
            {"spellings", std::move(spellings)}};
}

AwardTypeFields fields_of(AwardType const& type)
{
    return {.subject = type.subject,
            .kind = type.kind,
            .level = type.level,
            .name_vi = type.name_vi,
            .name_en = type.name_en,
            .spellings = type.spellings,
            .authority = type.authority,
            .valid_from = type.valid_from.value_or(""),
            .valid_to = type.valid_to.value_or(""),
            .recorded_only = type.recorded_only};
}

storage::Param null_if_empty(std::string const& text)
{
    return text.empty() ? storage::Param{} : storage::Param{text};
}

}  // namespace

void seed_catalogue(storage::Transaction& tx)
{
    auto const rows = law_table(kAwardsFile);
    auto const builtin = tx.integer("SELECT count(*) FROM award_type WHERE builtin = 1").value_or(0);
    if (builtin == static_cast<std::int64_t>(rows.size())) return;

    std::int64_t position = 0;
    for (auto const& row : rows) {
        auto const& code = row.at(0);
        auto const added = tx.execute(
            "INSERT INTO award_type (code, subject, kind, level, name_vi, name_en, builtin, position)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7) ON CONFLICT (code) DO NOTHING",
            {code, row.at(1), row.at(2), row.at(3), row.at(4), row.at(5), ++position});
        if (added == 0) continue;
        insert_spelling(tx, code, code);
        insert_spelling(tx, code, row.at(4));
        for (auto const& spelling : split_spellings(row.at(6))) insert_spelling(tx, code, spelling);
    }
}

std::vector<AwardType> award_types(storage::Transaction& tx)
{
    std::vector<AwardType> types;
    for (auto rows = tx.query(std::string{kSelectType} + " ORDER BY position, code"); rows.next();)
        types.push_back(read_type(rows));
    std::map<std::string, AwardType*, std::less<>> by_code;
    for (auto& type : types) by_code.emplace(type.code, &type);
    for (auto rows = tx.query("SELECT award, written FROM award_spelling ORDER BY award, spelling"); rows.next();) {
        auto& type = *by_code.at(rows.string(0));
        auto const written = rows.text(1);
        if (written != type.code && written != type.name_vi) type.spellings.emplace_back(written);
    }
    return types;
}

std::optional<AwardType> find_award_type(storage::Transaction& tx, std::string_view code)
{
    std::optional<AwardType> type;
    {
        auto rows = tx.query(std::string{kSelectType} + " WHERE code = ?1", {code});
        if (!rows.next()) return std::nullopt;
        type = read_type(rows);
    }
    for (auto rows = tx.query("SELECT written FROM award_spelling WHERE award = ?1 AND written NOT IN (?1, ?2)"
                              " ORDER BY spelling",
                              {code, type->name_vi});
         rows.next();)
        type->spellings.push_back(rows.string(0));
    return type;
}

std::optional<std::string> award_named(storage::Transaction& tx, std::string_view text)
{
    return tx.text("SELECT award FROM award_spelling WHERE spelling = ?1", {fold(text)});
}

Result<std::string> add_award_type(audit::Act& act, AddAwardType const& command)
{
    if (!act.actor.may(access::Permission::WriteCatalogue)) return denied();
    auto const fields = TD_TRY(checked(command.fields));
    TD_CHECK(check_spellings(act.tx, "", fields));
    auto const code = free_code(act.tx, fields.name_vi);
    auto const position = act.tx.integer("SELECT max(position) FROM award_type").value_or(0) + 1;
    act.tx.execute("INSERT INTO award_type (code, subject, kind, level, name_vi, name_en, authority, valid_from, valid_to,"
                   " recorded_only, position) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                   {code, fields.subject, fields.kind, fields.level, fields.name_vi, fields.name_en, fields.authority,
                    null_if_empty(fields.valid_from), null_if_empty(fields.valid_to), fields.recorded_only, position});
    replace_spellings(act.tx, code, fields);
    auto const after = audited(fields);
    audit::record(act, {.what = "register.type.add", .subject = "award-type:" + code, .after = &after});
    return code;
}

Result<void> edit_award_type(audit::Act& act, EditAwardType const& command)
{
    if (!act.actor.may(access::Permission::WriteCatalogue)) return denied();
    auto const type = find_award_type(act.tx, command.code);
    if (!type) return not_found();
    auto fields = TD_TRY(checked(command.fields));
    if (type->version != command.version)
        return failure(Kind::Conflict, "register.stale", {{"theirs", type->name_vi}, {"yours", fields.name_vi}});
    if (type->builtin) {
        // What the law fixes stays; the files' and the office's words for it may grow.
        fields.subject = type->subject;
        fields.kind = type->kind;
        fields.level = type->level;
    }
    TD_CHECK(check_spellings(act.tx, command.code, fields));
    act.tx.execute("UPDATE award_type SET subject = ?2, kind = ?3, level = ?4, name_vi = ?5, name_en = ?6, authority = ?7,"
                   " valid_from = ?8, valid_to = ?9, recorded_only = ?10, version = version + 1 WHERE code = ?1",
                   {command.code, fields.subject, fields.kind, fields.level, fields.name_vi, fields.name_en,
                    fields.authority, null_if_empty(fields.valid_from), null_if_empty(fields.valid_to),
                    fields.recorded_only});
    replace_spellings(act.tx, command.code, fields);
    auto const before = audited(fields_of(*type));
    auto const after = audited(fields);
    audit::record(act, {.what = "register.type.edit",
                        .subject = "award-type:" + command.code,
                        .before = &before,
                        .after = &after});
    return {};
}

}  // namespace thidua::registry
