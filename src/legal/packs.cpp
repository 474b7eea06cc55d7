#include "legal/packs.h"

#include "audit/settings.h"
#include "base/assets.h"
#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "law/bonus.h"
#include "law/cases.h"
#include "law/parameters.h"
#include "law/schema.h"
#include "legal/book.h"
#include "legal/pack_store.h"
#include "organisation/lookup.h"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace thidua::legal {
namespace {

using access::Permission;
using law::LawBook;
using law::PackFile;

constexpr std::size_t kMostDifferences = 500;
constexpr char kMoneyFile[] = "law/parameters/money.yaml";
constexpr std::size_t kLargestPack = 1U << 20U;

std::string subject_of(PackChange const& change) { return "law-pack:" + change.ref; }
std::string task_of(PackChange const& change) { return "legal:pack:" + change.ref; }
std::string page_of(PackChange const& change) { return "/law/packs/" + change.ref; }

std::vector<law::Case> const& carried_cases()
{
    static auto const cases = [] {
        std::vector<law::Case> all;
        assets::each("law/cases/", [&all](std::string_view name, std::string_view bytes) {
            auto read = law::read_cases(bytes, std::string{name});
            if (!read) throw std::logic_error(std::string{name} + " cannot be read");
            std::move(read->begin(), read->end(), std::back_inserter(all));
        });
        return all;
    }();
    return cases;
}

// The problems of a file stand at the form's file field.
template <class T>
Result<T> at_file(Result<T> result)
{
    if (result) return result;
    auto error = result.error();
    for (auto& problem : error.problems) problem.field = "file";
    return error;
}

// What a change would make of the law, or of a body's regulation.
struct Outcome {
    Book before, after;
};

Result<Outcome> with_law_file(storage::Transaction& tx, PackChange const& change, std::string const& bytes)
{
    auto files = law_files(tx, change.applies_from);
    auto const found = std::find_if(
        files.begin(), files.end(), [&](PackFile const& file) { return file.name == change.name; });
    if (found == files.end()) return bad_input("legal.error.pack-name", {}, "target");
    found->bytes = bytes;
    if (change.name == kMoneyFile) TD_TRY(at_file(law::read_money(*found)));
    auto book = TD_TRY(at_file(law::read_book(files)));
    TD_TRY(at_file(law::read_parameters(files, book)));
    if (change.name.starts_with("law/act-"))
        TD_CHECK(at_file(law::check_schema({change.name, bytes})));
    // The regulations that stand on this law must still read.
    for (auto const& house : house_files(tx, change.applies_from)) {
        TD_TRY(at_file(law::read_house_pack(house, book)));
    }
    return Outcome{unsettled_book(tx, change.applies_from),
                   std::make_shared<LawBook const>(std::move(book))};
}

Result<Outcome> with_regulation(storage::Transaction& tx, PackChange const& change, std::string const& bytes)
{
    auto const law = unsettled_book(tx, change.applies_from);
    auto pack = TD_TRY(at_file(law::read_house_pack({change.name, bytes}, *law)));
    TD_CHECK(at_file(law::check_schema({change.name, bytes})));
    auto packs = house_packs(tx, change.applies_from, change.unit->path);
    std::erase_if(packs, [&](law::HousePack const& each) { return each.file == change.name; });
    packs.push_back(std::move(pack));
    TD_CHECK(at_file(law::check_versions(packs)));
    return Outcome{
        book_for(tx, change.applies_from, change.unit->path),
        std::make_shared<LawBook const>(law::settle(
            *law, rulings_for(tx, change.applies_from, change.unit->path), packs, change.applies_from))};
}

Result<Outcome> outcome_of(storage::Transaction& tx, PackChange const& change, std::string const& bytes)
{
    return change.unit ? with_regulation(tx, change, bytes) : with_law_file(tx, change, bytes);
}

std::string hash_standing(storage::Transaction& tx, PackChange const& change)
{
    auto const bytes = standing_bytes(tx, change.name, change.applies_from);
    return bytes ? sha256_hex(*bytes) : std::string{};
}

// The last part of a name a browser gave, fit for a file.
std::string plain_name(std::string_view name)
{
    std::string stem;
    for (auto const& word : search_words(name.substr(0, name.rfind('.'))))
        stem += (stem.empty() ? "" : "-") + word;
    return (stem.empty() ? "quy-che" : stem) + ".yaml";
}

Result<PackChange> read_command(storage::Transaction& tx, DraftPack const& command)
{
    Error error;
    auto const complain = [&](std::string key, std::string field, Args args = {}) {
        error.problems.push_back({std::move(key), std::move(args), std::move(field)});
    };
    PackChange change;
    change.name = tidy(command.name);
    if (auto const code = tidy(command.unit); !code.empty()) {
        auto const unit = organisation::find_unit(tx, code);
        if (!unit) complain("legal.error.unit", "unit", {{"unit", code}});
        else {
            change.unit = {unit->id, unit->code, unit->name, unit->path};
            if (!change.name.starts_with("house/"))
                change.name = "house/" + unit->code + "/" + plain_name(change.name);
        }
    }
    auto const day = parse_date(command.applies_from);
    if (tidy(command.applies_from).empty()) complain("legal.error.required", "applies_from");
    else if (!day) complain("legal.error.day", "applies_from", {{"value", command.applies_from}});
    change.applies_from = day.value_or(Date{});
    change.reason = tidy(command.reason);
    if (change.reason.empty()) complain("legal.error.required", "reason");
    if (command.bytes.empty()) complain("legal.error.no-pack", "file");
    if (command.bytes.size() > kLargestPack) complain("legal.error.pack-too-large", "file");
    if (!is_valid_utf8(command.bytes)) complain("legal.error.pack-not-utf8", "file");
    if (!error.problems.empty()) return error;
    return change;
}

boost::json::object audited(PackChange const& change)
{
    return {{"name", change.name},
            {"unit", change.unit ? change.unit->code : ""},
            {"hash", change.hash},
            {"base_hash", change.base_hash},
            {"applies_from", to_iso(change.applies_from)},
            {"reason", change.reason},
            {"passed", change.trial.passed},
            {"failed", change.trial.failed.size()},
            {"differences", change.trial.differences.size()}};
}

void leave_line(audit::Act& act, char const* what, PackChange const& change, boost::json::object const& after)
{
    audit::record(act, {.what = what, .subject = subject_of(change), .after = &after});
}

Result<void> activate(audit::Act& act, PackChange& change)
{
    if (hash_standing(act.tx, change) != change.base_hash)
        return failure(Kind::Refused, "legal.error.base-moved", {{"name", change.name}});
    TD_TRY(outcome_of(act.tx, change, pack_bytes(act.tx, change)));
    change.activation = next_activation(act.tx);
    return {};
}

}  // namespace

Trial try_cases(LawBook const& before, LawBook const& after)
{
    auto const old = law::run_cases(before, carried_cases());
    auto const now = law::run_cases(after, carried_cases());
    Trial trial;
    for (std::size_t i = 0; i < now.size(); ++i) {
        auto const got = std::string{law::code_of(now[i].verdict.answer)};
        auto const was = std::string{law::code_of(old[i].verdict.answer)};
        if (now[i].passed()) ++trial.passed;
        else trial.failed.push_back({now[i].name, now[i].expected, got});
        if (got != was)
            trial.differences.push_back(
                {"case", "", now[i].name, "", carried_cases()[i].question.award, was, got});
    }
    return trial;
}

Result<TriedPack> try_pack(storage::Transaction& tx,
                           access::Actor const& actor,
                           Date today,
                           DraftPack const& command,
                           Differences const& differences)
{
    if (!actor.may(Permission::WriteLaw)) return denied();
    auto change = TD_TRY(read_command(tx, command));
    change.hash = sha256_hex(command.bytes);
    change.base_hash = hash_standing(tx, change);
    if (change.hash == change.base_hash)
        return failure(Kind::Refused, "legal.error.no-change", {}, "file");
    auto const outcome = TD_TRY(outcome_of(tx, change, command.bytes));
    change.trial = try_cases(*outcome.before, *outcome.after);
    // Cases speak of the law alone: a regulation adds to it, so what it turns is no failure.
    if (change.unit) {
        auto const law = unsettled_book(tx, change.applies_from);
        auto of_law = try_cases(*law, *law);
        change.trial.passed = of_law.passed;
        change.trial.failed = std::move(of_law.failed);
    }
    if (differences) {
        auto const path = change.unit ? change.unit->path : std::string{"/"};
        auto turned = differences(
            tx, {*outcome.before, *outcome.after, change.applies_from, today, path});
        change.trial.turned = std::ssize(turned);
        turned.resize(std::min(turned.size(), kMostDifferences));
        std::move(turned.begin(), turned.end(), std::back_inserter(change.trial.differences));
    }
    return TriedPack{std::move(change), command.bytes, audit::change_seq(tx, "law")};
}

Result<std::string> draft_pack(audit::Act& act, TriedPack const& tried)
{
    if (!act.actor.may(Permission::WriteLaw)) return denied();
    auto change = tried.change;
    if (audit::change_seq(act.tx, "law") != tried.law_seq)
        return failure(Kind::Conflict, "legal.error.law-moved", {{"name", change.name}});
    change.ref = random_token(10);
    change.passage = {std::string{kWaiting}, act.actor.name, act.now};
    insert_pack(act.tx, change, tried.bytes);
    leave_line(act, "legal.pack.draft", change, audited(change));
    inbox::assign(act,
                  {.to = {.permission = Permission::ActivateLaw, .except_account = act.actor.account},
                   .dedup = task_of(change),
                   .sentence = "legal.task.pack",
                   .args = {{"name", change.name}},
                   .link = page_of(change)});
    return change.ref;
}

Result<void> decide_pack(audit::Act& act, DecidePack const& command)
{
    auto const& actor = act.actor;
    if (!actor.may(Permission::ActivateLaw) && !actor.may(Permission::WriteLaw)) return denied();
    auto change = find_pack(act.tx, command.ref);
    if (!change) return not_found();
    if (change->version != command.version)
        return failure(Kind::Conflict, "legal.error.stale-pack", {{"name", change->name}});
    if (change->passage.state != kWaiting)
        return failure(Kind::Refused, "legal.error.pack-decided", {{"name", change->name}});
    bool const own = change->passage.entered_by == actor.name;
    bool const takes_back = own && !command.confirm && actor.may(Permission::WriteLaw);
    if (!takes_back && !actor.may(Permission::ActivateLaw)) return denied();
    if (own && command.confirm) return failure(Kind::Refused, "legal.error.second-person");
    auto const reason = tidy(command.reason);
    if (!command.confirm && reason.empty())
        return bad_input("legal.error.required", {}, "decided_reason");
    if (command.confirm) TD_CHECK(activate(act, *change));
    change->passage.state = command.confirm ? kStanding : kRejected;
    change->passage.decided_by = actor.name;
    change->passage.decided_at = act.now;
    change->passage.decided_reason = reason;
    update_pack(act.tx, *change);
    auto after = audited(*change);
    if (command.confirm) {
        change->pack_version = pack_version(act.tx, change->applies_from);
        store_version(act.tx, *change);
        after["pack_version"] = change->pack_version;
        audit::publish(act, "legal.pack.activate", after);
        audit::bump(act.tx, "law");
    } else {
        after["decided_reason"] = reason;
    }
    leave_line(act, command.confirm ? "legal.pack.activate" : "legal.pack.reject", *change, after);
    inbox::complete(act, task_of(*change));
    return {};
}

std::optional<std::string> standing_bytes(storage::Transaction& tx, std::string_view name, Date received)
{
    for (auto& files : {law_files(tx, received), house_files(tx, received)}) {
        for (auto& file : files) {
            if (file.name == name) return file.bytes;
        }
    }
    return std::nullopt;
}

}  // namespace thidua::legal
