#include "base/random.h"
#include "covenant/facts.h"
#include "covenant/results.h"
#include "covenant/testing/world.h"
#include "identity/accounts.h"
#include "identity/delegations.h"
#include "programme/programme.h"
#include "programme/reminders.h"

#include <rapidcheck.h>
#include <boost/json.hpp>

#include <algorithm>
#include <functional>
#include <map>

namespace thidua::covenant {
namespace {

using organisation::testing::problem;
using testing::day;

class SigningTest : public testing::CovenantTest {
protected:
    std::optional<SignatureFact> fact(std::string_view code, int year = kYear)
    {
        auto const id = unit(code).id;
        return read([&](storage::Transaction& tx) { return signature_of(tx, id, year); });
    }
    std::vector<Signature> signatures(std::string const& ref, std::int64_t number = 1)
    {
        return read([&](storage::Transaction& tx) {
            auto const covenant = find_covenant(tx, ref).value();
            return signatures_of(tx, find_edition(tx, covenant, number).value());
        });
    }
    // The year's programme with a window to sign until `last_day`.
    void open_window(std::string_view last_day)
    {
        auto const made = run([&](Act& act) {
            return programme::create_programme(
                act, {.owner = "BAN", .year = kYear, .theme = "Đoàn kết"});
        });
        ASSERT_EQ(problem(made), "");
        auto const version_of = [&] {
            return read([&](storage::Transaction& tx) {
                return programme::find_programme(tx, system_, *made).value().version;
            });
        };
        programme::SetWindow const window{*made,
                                          programme::WindowKind::Covenant,
                                          day("2026-03-01"),
                                          day(last_day),
                                          "",
                                          version_of()};
        ASSERT_EQ(problem(run([&](Act& act) { return set_window(act, window); })), "");
        auto const task = run([&](Act& act) {
            return programme::put_task(act,
                                       {.programme = *made,
                                        .content = "Ký giao ước",
                                        .unit = "K101",
                                        .due = day(last_day)});
        });
        ASSERT_EQ(problem(task), "");
        programme::IssueProgramme const issue{
            *made, "05/KH", "Trưởng ban", day("2026-01-05"), version_of()};
        ASSERT_EQ(problem(run([&](Act& act) { return issue_programme(act, issue); })), "");
    }
};
THIDUA_ON_EACH_ENGINE(SigningTest);

TEST_P(SigningTest, TheLastSignatureBringsItIntoForce)
{
    auto const ref = opened();
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    EXPECT_EQ(covenant(ref).state, State::Signing);
    EXPECT_EQ(sign_as(head1, ref, "K101"), "covenant.error.signed");
    EXPECT_EQ(sign_as(head2, ref, "K102"), "");
    EXPECT_EQ(covenant(ref).state, State::InForce);
    EXPECT_EQ(covenant(ref).in_force, 1);
    auto const edition = to_sign(ref);
    EXPECT_EQ(edition.hash, sha256_hex(edition.content));
    for (auto const& each : signatures(ref)) EXPECT_EQ(each.hash, edition.hash);
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'covenant.signed'"), 2);
    EXPECT_EQ(fact("K101")->signed_on, day(kToday));
    EXPECT_FALSE(fact("K103"));
}

TEST_P(SigningTest, IsForTheHeadOfTheUnitAlone)
{
    auto const ref = opened();
    EXPECT_EQ(sign_as(head1, ref, "K102"), "error.denied");
    EXPECT_EQ(sign_as(clerk2, ref, "K102"), "error.denied");
    EXPECT_EQ(sign_as(head, ref, "K101"), "error.denied");
    EXPECT_EQ(sign_as(outsider, ref, "K102"), "error.not-found");
    EXPECT_TRUE(signatures(ref).empty());
}

TEST_P(SigningTest, AnotherTextThanTheOneReadIsNotSigned)
{
    auto const ref = opened();
    auto const old = to_sign(ref).hash;
    EXPECT_EQ(step(reopen, ref), "error.required@reason");
    EXPECT_EQ(step(reopen, ref, "Sửa chỉ tiêu"), "");
    write_body(ref, "Giúp đỡ nhau.");
    EXPECT_EQ(step(declare_ready, ref), "");
    EXPECT_EQ(step(open_signing, ref), "");
    Sign const command{.ref = ref, .unit = "K101", .hash = old, .post = "Thủ trưởng"};
    auto const stale = as(head1, [&](Act& act) { return sign(act, command); });
    EXPECT_EQ(problem(stale), "covenant.error.other-text");
    EXPECT_TRUE(signatures(ref, 2).empty());
}

TEST_P(SigningTest, ARefusalHasItsReasonAndIsTold)
{
    auto const ref = opened();
    Refuse command{ref, "K102", to_sign(ref).hash, ""};
    auto const say = [&] { return as(head2, [&](Act& act) { return refuse(act, command); }); };
    EXPECT_EQ(problem(say()), "covenant.error.refusal-reason@reason");
    command.reason = "Chỉ tiêu chưa sát";
    EXPECT_EQ(problem(say()), "");
    EXPECT_TRUE(fact("K102")->refused);
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE sentence = 'covenant.notice.refused'"),
              2);
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    EXPECT_EQ(step(bring_into_force, ref), "error.required@reason");
    EXPECT_EQ(step(bring_into_force, ref, "Một đơn vị không ký"), "");
    EXPECT_EQ(covenant(ref).state, State::InForce);
    EXPECT_EQ(sign_as(head2, ref, "K102"), "");  // It came round.
    EXPECT_FALSE(fact("K102")->refused);
    EXPECT_EQ(signatures(ref).size(), 3u);
}

TEST_P(SigningTest, NothingComesIntoForceUnsigned)
{
    auto const ref = opened();
    EXPECT_EQ(step(bring_into_force, ref, "Gấp"), "covenant.error.nobody-signed");
}

TEST_P(SigningTest, ALateSignatureIsKeptAndMarked)
{
    open_window("2026-03-31");
    move_to("2026-03-20");
    auto const ref = opened();
    EXPECT_EQ(to_sign(ref).last_day, day("2026-03-31"));
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    move_to("2026-04-01");
    EXPECT_EQ(sign_as(head2, ref, "K102"), "");
    EXPECT_FALSE(fact("K101")->late);
    EXPECT_TRUE(fact("K102")->late);
}

TEST_P(SigningTest, AWindowAndACovenantAskOnce)
{
    auto const asked = [&] {
        return count("SELECT count(*) FROM inbox_item WHERE done_at IS NULL AND kind = 'task' AND"
                     " permission = 'sign-for-unit'");
    };
    open_window("2026-03-31");
    move_to("2026-03-20");
    run([](Act& act) { return programme::begin_day(act), 0; });
    EXPECT_EQ(asked(), 2) << "one of each unit, before there is anything to sign";
    auto const ref = opened();
    EXPECT_EQ(asked(), 2) << "the same work, now where it is done";
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE done_at IS NULL AND deadline ="
                    " '2026-03-31' AND sentence = 'covenant.task.sign'"),
              2);
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    EXPECT_EQ(asked(), 1);
}

TEST_P(SigningTest, WhoSignsForTheHeadNamesThePaper)
{
    auto const ref = opened();
    Sign command{.ref = ref, .unit = "K101", .hash = to_sign(ref).hash, .post = "Phó Viện trưởng"};
    command.authority_no = "12/UQ";
    auto const put = [&] {
        return problem(as(head1, [&](Act& act) { return sign(act, command); }));
    };
    EXPECT_EQ(put(), "error.required@paper_date");
    command.authority_date = day("2026-07-01");
    EXPECT_EQ(put(), "covenant.error.paper-later@paper_date");
    command.authority_date = day("2026-05-20");
    EXPECT_EQ(put(), "");
    EXPECT_EQ(signatures(ref).front().authority_no, "12/UQ");
}

TEST_P(SigningTest, ADelegationsPaperIsTakenByItself)
{
    for (auto const* name : {"giver", "taker"}) {
        auto const made = run([&](Act& act) {
            identity::NewAccount account{.name = name, .unit = "K101"};
            if (std::string_view{name} == "giver") account.roles = {{"unit-head", "K101"}};
            return identity::add_account(act, account);
        });
        ASSERT_EQ(problem(made), "");
    }
    auto const lent = run([&](Act& act) {
        return identity::add_delegation(act,
                                        {.giver = "giver",
                                         .taker = "taker",
                                         .permissions = {Permission::SignForUnit},
                                         .unit = "K101",
                                         .to = day("2026-12-31"),
                                         .paper_no = "07/QĐ-UQ",
                                         .paper_date = day("2026-05-01")});
    });
    ASSERT_EQ(problem(lent), "");
    auto const ref = opened();
    auto taker =
        somebody(0, "taker", "/BAN/K101/", {Permission::SignForUnit, Permission::ReadMovements});
    taker.account = count("SELECT id FROM account WHERE name = 'taker'");
    EXPECT_EQ(sign_as(taker, ref, "K101"), "");
    EXPECT_EQ(signatures(ref).front().authority_no, "07/QĐ-UQ");
    EXPECT_EQ(signatures(ref).front().authority_date, day("2026-05-01"));
}

TEST_P(SigningTest, AUnitThatJoinsLaterSignsTheSameTextMarked)
{
    auto const ref = in_force();
    place("K103", "member");
    auto const edition = to_sign(ref);
    EXPECT_EQ(sign_as(outsider, ref, "K103"), "covenant.error.no-party");
    auto const admit = [&](std::string unit) {
        AdmitUnit const command{ref, version(ref), std::move(unit)};
        return problem(as(head, [&](Act& act) { return admit_unit(act, command); }));
    };
    EXPECT_EQ(admit("K102"), "covenant.error.no-newcomer@unit");
    EXPECT_EQ(admit("K103"), "");
    EXPECT_EQ(sign_as(outsider, ref, "K103"), "");
    EXPECT_TRUE(fact("K103")->joined_later);
    EXPECT_EQ(to_sign(ref).content, edition.content);
    EXPECT_EQ(to_sign(ref).hash, edition.hash);
    auto const id = unit("K103").id;
    EXPECT_EQ(read([&](auto& tx) { return targets_met(tx, id, kYear).total; }), 2);
}

TEST_P(SigningTest, AUnitThatJoinsLaterHasTargetsOfItsOwnInAnAnnex)
{
    auto const ref = in_force();
    place("K103", "member");
    auto const edition = to_sign(ref);
    auto const targets = edition_targets(edition);
    AdmitUnit command{ref, version(ref), "K103", {{"khong-co", {80'000, ""}}}};
    auto const admit = [&] {
        return problem(as(head, [&](Act& act) { return admit_unit(act, command); }));
    };
    EXPECT_EQ(admit(), "error.choice@plan_khong-co");
    command.plans = {{targets.at(0).ref, {}}};
    EXPECT_EQ(admit(), "covenant.error.no-own-plans@unit");
    command.plans = {{targets.at(0).ref, {80'000, ""}}};
    EXPECT_EQ(admit(), "");
    EXPECT_EQ(to_sign(ref).hash, edition.hash) << "the others' text is what it was";
    auto const id = unit("K103").id;
    auto const owed = read([&](storage::Transaction& tx) {
        return results_of(tx, find_covenant(tx, ref).value(), id);
    });
    ASSERT_EQ(owed.size(), 1U);
    EXPECT_EQ(owed[0].plan.number, 80'000);
    Sign blind{.ref = ref, .unit = "K103", .hash = edition.hash, .post = "Hiệu trưởng"};
    EXPECT_EQ(problem(as(outsider, [&](Act& act) { return sign(act, blind); })),
              "covenant.error.other-text")
        << "who signs has read the annex as well";
    EXPECT_EQ(sign_as(outsider, ref, "K103"), "");
    auto const signature = signatures(ref).back();
    EXPECT_EQ(signature.hash, edition.hash);
    EXPECT_EQ(signature.annex_hash, annex_hash(ref, "K103"));
    auto const annex = read([&](storage::Transaction& tx) { return annex_of(tx, edition, id); });
    EXPECT_EQ(annex->hash, sha256_hex(annex->content));
    EXPECT_EQ(step(amend, ref, "Đổi chủ đề"), "");
    auto const plan_now = [&] {
        return read([&](storage::Transaction& tx) {
            return targets_of(tx, find_covenant(tx, ref).value()).at(0).plan_of(id).number;
        });
    };
    EXPECT_EQ(plan_now(), 80'000) << "an amendment carries it on";
    EXPECT_EQ(step(drop_amendment, ref), "");
    EXPECT_EQ(plan_now(), 80'000);
}

TEST_P(SigningTest, AnAmendmentIsSignedAgainAndTheOldTextStays)
{
    auto const ref = in_force();
    auto const old = to_sign(ref);
    EXPECT_EQ(step(amend, ref, "Điều chỉnh nhiệm vụ"), "");
    EXPECT_EQ(covenant(ref).in_force, 1);  // Until the new one is.
    write_head(ref, "Chủ đề mới");
    EXPECT_EQ(step(declare_ready, ref), "");
    EXPECT_EQ(step(open_signing, ref), "");
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    EXPECT_EQ(covenant(ref).in_force, 1);
    EXPECT_EQ(sign_as(head2, ref, "K102"), "");
    EXPECT_EQ(covenant(ref).in_force, 2);
    auto const kept = read([&](storage::Transaction& tx) {
        return find_edition(tx, find_covenant(tx, ref).value(), 1).value();
    });
    EXPECT_EQ(kept.state, "superseded");
    EXPECT_EQ(kept.content, old.content);
    EXPECT_EQ(signatures(ref, 1).size(), 2u);
    EXPECT_EQ(boost::json::parse(to_sign(ref).content).at("theme"), "Chủ đề mới");
}

TEST_P(SigningTest, AnAmendmentGivenUpBringsTheWordsBack)
{
    auto const ref = in_force();
    EXPECT_EQ(step(drop_amendment, ref), "covenant.error.step");
    auto const words = [&] {
        return read([&](storage::Transaction& tx) {
            return content_of(tx, find_covenant(tx, ref).value(), 1);
        });
    };
    auto const before = words();
    EXPECT_EQ(step(amend, ref, "Điều chỉnh nhiệm vụ"), "");
    write_head(ref, "Chủ đề mới");
    write_body(ref, "Điều mới.");
    put_target(ref, target("Chỉ tiêu mới", 5));
    EXPECT_EQ(step(drop_amendment, ref), "");
    EXPECT_EQ(words(), before);
    EXPECT_EQ(covenant(ref).state, State::InForce);
    EXPECT_EQ(covenant(ref).in_force, 1);
}

// Invariants of every history, whatever is tried in whatever order:
//   1 a text that was laid before the units never changes, nor does its hash, which is its SHA-256;
//   2 every signature bears the hash of the edition it is on; none goes or changes;
//   3 one edition at most is being signed, one at most in force, and that is the one named;
//   4 in force, mid-year and closed name an edition in force; the working text is open else;
//   5 nothing happens to a closed covenant.
class History : public testing::CovenantTest {
protected:
    struct Seen {
        std::map<std::int64_t, std::string> contents, hashes;
        std::vector<std::string> signatures;
    };
    using Try = std::function<void(std::string const&)>;

    template <class T>
    static void ignore(Result<T> const&)
    {}
    std::vector<Try> tries()
    {
        auto const move = [this](StepAct take) {
            return [this, take](std::string const& ref) { step(take, ref, "Lý do"); };
        };
        auto const signing = [this](access::Actor const& actor, std::string unit, bool signs) {
            return [this, &actor, unit, signs](std::string const& ref) {
                ignore(as(actor, [&](Act& act) -> Result<void> {
                    auto const found = find_covenant(act.tx, ref).value();
                    auto const edition = edition_to_sign(act.tx, found);
                    auto const hash = edition ? edition->hash : "";
                    if (signs) return sign(act, {ref, unit, hash, "Thủ trưởng", "", "", {}});
                    return refuse(act, {ref, unit, hash, "Chưa sát"});
                }));
            };
        };
        auto const writes = [this](std::string const& ref) {
            EditHead command{.ref = ref, .version = version(ref)};
            command.theme = "Chủ đề " + std::to_string(command.version);
            command.grounds = "Căn cứ";
            ignore(as(head, [&](Act& act) { return edit_head(act, command); }));
            WriteTarget const put{ref, version(ref), target("Chỉ tiêu", command.version), true};
            ignore(as(head, [&](Act& act) { return write_target(act, put); }));
            WriteItem const item{.ref = ref, .version = version(ref), .body = "Điều."};
            ignore(as(head, [&](Act& act) { return write_item(act, item); }));
        };
        return {writes,
                move(ask_opinions),
                move(declare_ready),
                move(reopen),
                move(open_signing),
                signing(head1, "K101", true),
                signing(head2, "K102", true),
                signing(head2, "K102", false),
                move(bring_into_force),
                move(amend),
                move(close_mid_year),
                move(close),
                move(drop_amendment)};
    }
    // What leads on from there, so that histories reach the end of the year.
    static std::size_t likely(State state, std::size_t dice)
    {
        switch (state) {
        case State::Draft: return dice % 2 == 0 ? 0 : 2;
        case State::Opinions: return 2;
        case State::Ready: return 4;
        case State::Signing: return 5 + dice % 2;
        case State::InForce: return dice % 2 == 0 ? 9 : 10;
        case State::MidYear: return dice % 3 == 0 ? 9 : 11;
        case State::Closed: return dice % 12;
        }
        return 0;
    }
    void look(std::string const& ref, Seen& seen)
    {
        read([&](storage::Transaction& tx) {
            auto const now = find_covenant(tx, ref).value();
            int signing = 0, in_force = 0;
            std::vector<std::string> signatures;
            auto editions = editions_of(tx, now);
            std::reverse(editions.begin(), editions.end());
            for (auto const& edition : editions) {
                RC_ASSERT(edition.hash == sha256_hex(edition.content));
                RC_ASSERT(seen.contents.emplace(edition.number, edition.content).first->second ==
                          edition.content);
                RC_ASSERT(seen.hashes.emplace(edition.number, edition.hash).first->second ==
                          edition.hash);
                signing += edition.state == "signing" ? 1 : 0;
                in_force += edition.state == "in-force" ? 1 : 0;
                RC_ASSERT((edition.state == "in-force") == (now.in_force == edition.number));
                for (auto const& each : signatures_of(tx, edition)) {
                    RC_ASSERT(each.hash == edition.hash);
                    signatures.push_back(each.ref + each.kind + each.hash + each.reason);
                }
            }
            RC_ASSERT(signing == (now.state == State::Signing ? 1 : 0));
            RC_ASSERT(in_force == (now.in_force ? 1 : 0));
            if (now.state >= State::InForce) RC_ASSERT(now.in_force.has_value());
            for (auto const& each : seen.signatures)
                RC_ASSERT(std::count(signatures.begin(), signatures.end(), each) == 1);
            RC_ASSERT(seen.signatures.size() <= signatures.size());
            seen.signatures = signatures;
        });
    }
    int next_year = 2101;  // Years nobody drafts for.
};
THIDUA_ON_EACH_ENGINE(History);

TEST_P(History, KeepsWhatWasSigned)
{
    if (GetParam() != storage::Engine::Sqlite) GTEST_SKIP() << "the same acts, the same SQL";
    auto const steps = tries();
    std::map<State, int> reached;
    bool const ok = rc::check("the invariants hold after every step", [&] {
        auto const ref = drafted();
        Seen seen;
        auto const history = *rc::gen::container<std::vector<std::size_t>>(
            25, rc::gen::inRange<std::size_t>(0, 2 * steps.size()));
        for (auto const at : history) {
            auto const before = covenant(ref);
            auto const chosen = at < steps.size() ? at : likely(before.state, at);
            steps[chosen](ref);
            look(ref, seen);
            ++reached[covenant(ref).state];
            if (before.state == State::Closed) RC_ASSERT(covenant(ref).version == before.version);
        }
        // The next history begins without this one.
        db().write([&](storage::Transaction& tx) {
            tx.execute("UPDATE covenant SET year = ?2 WHERE ref = ?1", {ref, next_year++});
        });
    });
    EXPECT_TRUE(ok);
    for (int state = 0; state < kStateCount; ++state) {
        EXPECT_GT(reached[static_cast<State>(state)], 0)
            << name_of(static_cast<State>(state)) << " was never reached";
    }
}

}  // namespace
}  // namespace thidua::covenant
