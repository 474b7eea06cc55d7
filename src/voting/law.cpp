#include "voting/law.h"

#include "base/text.h"
#include "voting/fields.h"
#include "voting/session.h"

#include <algorithm>
#include <numeric>

namespace thidua::voting {

ballot::Share share_of(LawShare const& law)
{
    constexpr int kWhole = 100;
    auto const common = std::gcd(law.percent, kWhole);
    return {law.percent / common, kWhole / common, false};
}

LawShare const* find_share(std::vector<LawShare> const& shares, std::string_view award)
{
    auto const key = search_key(award);
    auto const found = std::find_if(shares.begin(), shares.end(), [&](LawShare const& each) {
        return key == search_key(each.award) || key == search_key(each.name_vi) ||
               key == search_key(each.name_en);
    });
    return found == shares.end() ? nullptr : &*found;
}

bool asks_more(ballot::Share const& one, ballot::Share const& other)
{
    auto const left = one.numerator * other.denominator;
    auto const right = other.numerator * one.denominator;
    return left > right || (left == right && one.more_than && !other.more_than);
}

void apply_law(Session& session, std::vector<LawShare> const& shares, FieldReader& reader)
{
    for (auto& line : session.lines) {
        line.law.reset();
        auto const* law = find_share(shares, line.award);
        if (law == nullptr) continue;
        auto const least = share_of(*law);
        line.law = LineLaw{law->award, law->percent, law->clause, law->confidence, false};
        Args args{{"name", line.name},
                  {"award", line.award},
                  {"percent", std::to_string(law->percent)},
                  {"clause", law->clause}};
        if (line.share && asks_more(least, *line.share)) {
            reader.problem("voting.error.below-law", "candidates", std::move(args));
            continue;
        }
        if (asks_more(line.share.value_or(session.rules.share), least)) {
            if (session.share_reason.empty())
                reader.problem("voting.error.above-law", "share_reason", std::move(args));
            continue;
        }
        line.law->filled = !line.share;
        line.share = least;
    }
}

}  // namespace thidua::voting
