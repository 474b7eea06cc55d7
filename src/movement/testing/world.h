// The small tree of units with a writer, an approver and a unit's clerk.
#pragma once

#include "movement/movement.h"
#include "organisation/testing/world.h"

namespace thidua::movement::testing {

using organisation::testing::day;

inline Draft emulation_draft(std::string kind = "thematic")
{
    Draft draft;
    draft.text.kind = std::move(kind);
    draft.text.name = "Thi đua bảo đảm bí mật, an toàn";
    draft.text.aims = "Không để xảy ra sự cố";
    draft.text.contents = "Kiểm tra thiết bị hằng tuần";
    draft.text.level = "ministry";
    draft.text.reach = "sector";
    draft.text.starts_on = day("2026-01-01");
    draft.text.ends_on = day("2026-12-31");
    draft.owner = "BAN";
    return draft;
}

class MovementTest : public organisation::testing::WorldTest {
protected:
    static access::Actor actor(std::int64_t account,
                               std::string name,
                               std::string scope,
                               std::vector<Permission> const& permissions)
    {
        access::Actor made;
        made.account = account;
        made.name = std::move(name);
        for (auto const permission : permissions) made.grants.push_back({permission, scope});
        return made;
    }
    std::string drafted(Draft const& draft = emulation_draft())
    {
        auto const ref = as(writer, [&](Act& act) { return draft_movement(act, draft); });
        EXPECT_TRUE(ref) << why(ref);
        return ref ? *ref : "";
    }
    Movement movement(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            return find_movement(tx, system_, ref).value();
        });
    }
    TakeStep step_of(std::string const& ref, Step step)
    {
        TakeStep command;
        command.ref = ref;
        command.step = step;
        command.reason = "Theo ý kiến chỉ đạo";
        command.paper = {"12/KH-BVD", day("2026-05-20"), "Trưởng ban"};
        command.text = "Các đơn vị thực hiện đúng kế hoạch";
        command.result = "Hoàn thành";
        command.version = movement(ref).version;
        return command;
    }
    Result<void> step(access::Actor const& who, TakeStep const& command)
    {
        return as(who, [&](Act& act) { return take_step(act, command); });
    }
    Result<void> step(access::Actor const& who, std::string const& ref, Step each)
    {
        return step(who, step_of(ref, each));
    }
    Result<void> ask(std::string const& ref, std::vector<std::string> units)
    {
        AskOpinions const command{ref, std::move(units), day("2026-06-10"), movement(ref).version};
        return as(writer, [&](Act& act) { return ask_opinions(act, command); });
    }
    std::string launched(Draft const& draft = emulation_draft())
    {
        auto const ref = drafted(draft);
        EXPECT_EQ(why(step(writer, ref, Step::Submit)), "");
        EXPECT_EQ(why(step(approver, ref, Step::Approve)), "");
        EXPECT_EQ(why(step(approver, ref, Step::Launch)), "");
        return ref;
    }
    template <class T>
    static std::string why(Result<T> const& result)
    {
        std::string text;
        if (result) return text;
        for (auto const& problem : result.error().problems) {
            text += (text.empty() ? "" : " ") + problem.key;
            if (!problem.field.empty()) text += '@' + problem.field;
        }
        return text;
    }

    access::Actor const writer = actor(11,
                                       "writer",
                                       "/",
                                       {Permission::ReadMovements,
                                        Permission::WriteMovements,
                                        Permission::ReadOrganisation});
    access::Actor const approver = actor(12,
                                         "approver",
                                         "/",
                                         {Permission::ReadMovements,
                                          Permission::WriteMovements,
                                          Permission::ApproveMovements,
                                          Permission::ReadOrganisation});
    access::Actor const clerk = actor(13,
                                      "clerk",
                                      "/BAN/K101/",
                                      {Permission::ReadMovements,
                                       Permission::WriteMovements,
                                       Permission::ReadOrganisation});
    access::Actor const other_clerk = actor(14,
                                            "other",
                                            "/BAN/K102/",
                                            {Permission::ReadMovements,
                                             Permission::WriteMovements,
                                             Permission::ReadOrganisation});
};

}  // namespace thidua::movement::testing
