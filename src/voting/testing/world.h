// A block of five units with a head, two tellers and a ballot session on three of the units.
#pragma once

#include "http/testing/pages.h"
#include "identity/accounts.h"
#include "organisation/block.h"
#include "organisation/testing/world.h"
#include "voting/casting.h"
#include "voting/counting.h"
#include "voting/prepare.h"

namespace thidua::voting::testing {

using access::Permission;
using ballot::Choice;
using http::testing::actor_with;

inline constexpr int kYear = 2026;

class VotingTest : public organisation::testing::WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        create("K103", "Cục Cơ yếu Ví dụ", "cap-2", "BAN");
        create("K104", "Trung tâm Kỹ thuật", "cap-2", "BAN");
        create("K105", "Học viện Ví dụ", "cap-2", "BAN");
        create("K106", "Đơn vị ngoài khối", "cap-2", "BAN");
        make_block();
        first = add_teller("kiem-phieu-mot", "Nguyễn Văn Một");
        second = add_teller("kiem-phieu-hai", "Trần Thị Hai");
        stranger_teller = add_teller("kiem-phieu-ba", "Lê Văn Ba");
    }

    void make_block()
    {
        auto const made = run([](audit::Act& act) {
            return organisation::create_block(act, {"Khối 2", "ban", ""});
        });
        ASSERT_TRUE(made) << organisation::testing::problem(made);
        block = made->ref;
        auto version = made->version;
        for (std::string const code : {"K101", "K102", "K103", "K104", "K105"}) {
            auto const set = run([&](audit::Act& act) {
                return organisation::set_block_member(
                    act, {block, kYear, code, code == "K101" ? "head" : "member", {}, version});
            });
            ASSERT_TRUE(set) << organisation::testing::problem(set);
            version = set->version;
        }
    }

    access::Actor add_teller(std::string const& name, std::string const& display_name)
    {
        auto const added = run([&](audit::Act& act) {
            return identity::add_account(
                act,
                {.name = name,
                 .display_name = display_name,
                 .roles = {{"teller", "", act.today().plus_days(-1), {}}}});
        });
        EXPECT_TRUE(added) << organisation::testing::problem(added);
        auto actor = actor_with({Permission::CountVotes, Permission::ReadOrganisation}, name);
        actor.account = count("SELECT id FROM account WHERE name = ?1", {name});
        return actor;
    }

    // The head of a unit, who casts its ballot.
    static access::Actor voter(std::string const& code)
    {
        auto actor = actor_with({Permission::CastVote, Permission::ReadOrganisation},
                                "thu-truong-" + code,
                                "/BAN/" + code + "/");
        actor.account = 100 + std::stoi(code.substr(1));
        return actor;
    }

    SessionFields fields() const
    {
        return {.purpose = "award",
                .title = "Bỏ phiếu suy tôn đơn vị dẫn đầu Khối 2",
                .award = "Cờ thi đua của Ban",
                .candidates = {{"K101", ""}, {"K102", ""}, {"K103", ""}},
                .method = "yes-no",
                .share = "1/2+",
                .closes_on = "02/06/2026",
                .closes_time = "17:00",
                .tellers = {first.name, second.name}};
    }
    Result<std::string> prepare(SessionFields const& typed)
    {
        return as(head, [&](audit::Act& act) {
            return prepare_session(act, {.block = block, .year = kYear, .fields = typed});
        });
    }

    Session session(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) { return load_session(tx, ref).value(); });
    }
    Step step(std::string const& ref, std::string reason = "")
    {
        return {ref, session(ref).version, std::move(reason)};
    }
    template <class Command>
    Result<void> lead(Result<void> (*what)(audit::Act&, Command const&), Command const& command)
    {
        return as(head, [&](audit::Act& act) { return what(act, command); });
    }

    // Makes and confirms the teller's key; the share as text.
    std::string take_key(std::string const& ref, access::Actor const& teller)
    {
        auto const share = as(teller, [&](audit::Act& act) { return make_share(act, ref); });
        EXPECT_TRUE(share) << organisation::testing::problem(share);
        auto const confirmed =
            as(teller, [&](audit::Act& act) { return confirm_share(act, ref, *share); });
        EXPECT_TRUE(confirmed) << organisation::testing::problem(confirmed);
        return *share;
    }
    // A session in which the units may cast; its shares stand in `shares`.
    std::string opened(SessionFields const& typed)
    {
        auto const ref = prepare(typed);
        EXPECT_TRUE(ref) << organisation::testing::problem(ref);
        EXPECT_TRUE(lead(fix_roll, step(*ref)));
        shares = {take_key(*ref, first), take_key(*ref, second)};
        auto const open = lead(open_session, step(*ref));
        EXPECT_TRUE(open) << organisation::testing::problem(open);
        return *ref;
    }
    std::string opened() { return opened(fields()); }

    // "+-o": for, against, neither, line by line.
    static std::map<int, Choice> marks(std::string const& signs)
    {
        std::map<int, Choice> map;
        for (std::size_t i = 0; i < signs.size(); ++i) {
            map[static_cast<int>(i) + 1] = signs[i] == '+'   ? Choice::For
                                           : signs[i] == '-' ? Choice::Against
                                                             : Choice::None;
        }
        return map;
    }
    Result<void> cast(std::string const& ref, std::string const& unit, std::string const& signs)
    {
        return as(voter(unit), [&](audit::Act& act) {
            return cast_ballot(act, {.ref = ref, .marks = marks(signs), .blank = true});
        });
    }
    Result<void> paper(std::string const& ref, std::string const& unit)
    {
        return as(first, [&](audit::Act& act) { return hand_paper(act, {ref, unit}); });
    }
    Result<void> close(std::string const& ref, std::string reason = "Đã hết giờ họp")
    {
        return lead(close_session, step(ref, std::move(reason)));
    }
    Result<void> enter(std::string const& ref,
                       access::Actor const& teller,
                       std::string returned,
                       std::vector<std::pair<std::string, std::string>> const& lines,
                       std::string spoilt = "0")
    {
        EnterPaper command{
            .ref = ref, .returned = std::move(returned), .spoilt = std::move(spoilt)};
        for (std::size_t i = 0; i < lines.size(); ++i)
            command.lines[static_cast<int>(i) + 1] = lines[i];
        return as(teller, [&](audit::Act& act) { return enter_paper(act, command); });
    }
    Result<void> tally(std::string const& ref)
    {
        return as(first, [&](audit::Act& act) { return count_ballots(act, {ref, shares}); });
    }
    ballot::Result result(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            return result_of(tx, load_session(tx, ref).value()).value();
        });
    }
    // "3-1-1": for, against, neither of a line, by place.
    std::string votes(std::string const& ref, std::size_t place)
    {
        auto const line = result(ref).lines.at(place - 1);
        return std::to_string(line.in_favour) + "-" + std::to_string(line.against) + "-" +
               std::to_string(line.neither);
    }
    // "key@field …" of everything wrong.
    template <class T>
    static std::string why(Result<T> const& answer)
    {
        std::string text;
        if (answer) return text;
        for (auto const& problem : answer.error().problems) {
            text += (text.empty() ? "" : " ") + problem.key;
            if (!problem.field.empty()) text += '@' + problem.field;
        }
        return text;
    }

    // Somebody who is none of the tellers.
    static access::Actor somebody(std::vector<Permission> const& permissions,
                                  std::string name = "nguoi-khac",
                                  access::Scope const& scope = "/")
    {
        auto actor = actor_with(permissions, std::move(name), scope);
        actor.account = 9000;
        return actor;
    }

    access::Actor const head = somebody(
        {Permission::LeadBlock, Permission::ReadOrganisation}, "khoi-truong", "/BAN/K101/");
    access::Actor first, second, stranger_teller;
    std::array<std::string, 2> shares;
    std::string block;
};

}  // namespace thidua::voting::testing
