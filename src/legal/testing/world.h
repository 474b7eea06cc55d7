// The small tree of units with a legal officer and a second person.
#pragma once

#include "http/testing/pages.h"
#include "legal/packs.h"
#include "legal/rulings.h"
#include "organisation/testing/world.h"

namespace thidua::legal::testing {

using access::Permission;
using http::testing::actor_with;

inline Scan scan() { return {"van-ban.pdf", "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"}; }

// An initiative of earlier years only: the law of cstd-bo leaves open whether it serves.
inline RecordRuling older_initiative()
{
    return {.award = "cstd-bo",
            .point = "older-initiative",
            .regimes = {"R2"},
            .received_from = "01/07/2025",
            .holds = "1",
            .reason = "Sáng kiến của các năm trước vẫn được áp dụng",
            .paper = {"12/KL-BVD", "05/08/2025", "Trưởng ban", scan()}};
}

class LegalTest : public organisation::testing::WorldTest {
protected:
    template <class Body>
    auto as(access::Actor const& actor, Body&& body)
    {
        return db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor, start_of(*parse_iso_date("2026-06-01")), "test"};
            return body(act);
        });
    }
    Result<std::string> record(RecordRuling const& command)
    {
        return as(officer, [&](audit::Act& act) { return record_ruling(act, command); });
    }
    Ruling ruling(std::string const& ref)
    {
        return db().read([&](storage::Transaction& tx) { return find_ruling(tx, ref).value(); });
    }
    Result<void> decide(access::Actor const& actor, std::string const& ref, bool confirm = true)
    {
        DecideRuling const command{ref, confirm, confirm ? "" : "Chưa đúng bản gốc", ruling(ref).version};
        return as(actor, [&](audit::Act& act) { return decide_ruling(act, command); });
    }
    std::string confirmed(RecordRuling const& command)
    {
        auto const ref = record(command);
        EXPECT_TRUE(ref) << (ref ? "" : ref.error().problems.front().key);
        EXPECT_TRUE(decide(second, *ref));
        return *ref;
    }
    std::int64_t count(std::string_view sql)
    {
        return db().read([&](storage::Transaction& tx) { return tx.integer(sql).value_or(0); });
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

    access::Actor const officer = actor_with({Permission::WriteLaw}, "officer");
    access::Actor const second = actor_with({Permission::ActivateLaw}, "second");
    access::Actor const both =
        actor_with({Permission::WriteLaw, Permission::ActivateLaw}, "both");
    access::Actor const reader = actor_with({}, "reader");
};

}  // namespace thidua::legal::testing
