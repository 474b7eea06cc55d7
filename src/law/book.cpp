#include "law/book.h"

#include <algorithm>
#include <utility>

namespace thidua::law {
namespace {

template <class T>
using Names = std::vector<std::pair<std::string_view, T>>;

Names<Rating> const kRatings = {{"khong-hoan-thanh", Rating::NotCompleted},
                                {"hoan-thanh", Rating::Completed},
                                {"tot", Rating::Good},
                                {"xuat-sac", Rating::Excellent}};
Names<Mode> const kModes = {{"cong-trang", Mode::Merit},
                            {"dot-xuat", Mode::Sudden},
                            {"chuyen-de", Mode::Thematic},
                            {"cong-hien", Mode::LongService},
                            {"nien-han", Mode::LengthOfService},
                            {"doi-ngoai", Mode::Foreign},
                            {"khang-chien", Mode::Wartime}};
Names<Level> const kLevels = {
    {"co-so", Level::Base}, {"bo", Level::Ministry}, {"toan-quoc", Level::Nation}};

template <class T>
std::optional<T> value_of(Names<T> const& names, std::string_view code)
{
    for (auto const& [name, value] : names) {
        if (name == code) return value;
    }
    return std::nullopt;
}

template <class T>
std::string_view name_of(Names<T> const& names, T value)
{
    for (auto const& [name, each] : names) {
        if (each == value) return name;
    }
    return "";
}

std::string key_of(std::string_view award, Subject subject, std::string_view regime)
{
    return std::string(award) + (subject == Subject::Person ? "/p/" : "/u/") + std::string(regime);
}

struct PartsOf {
    template <class T>
    std::vector<Node> const* operator()(T const& what) const
    {
        if constexpr (requires { what.parts; }) return &what.parts;
        return nullptr;
    }
};

}  // namespace

std::optional<Rating> rating_of(std::string_view code) { return value_of(kRatings, code); }
std::optional<Mode> mode_of(std::string_view code) { return value_of(kModes, code); }
std::optional<Level> level_of(std::string_view code) { return value_of(kLevels, code); }
std::string_view code_of(Rating rating) { return name_of(kRatings, rating); }
std::string_view code_of(Mode mode) { return name_of(kModes, mode); }
std::string_view code_of(Level level) { return name_of(kLevels, level); }
char letter(Confidence confidence) { return "ABC"[static_cast<int>(confidence)]; }

std::vector<Node> const* parts_of(Node const& node) { return std::visit(PartsOf{}, node.what); }

Regime const* LawBook::regime_on(Date received) const
{
    for (auto const& each : regimes) {
        if (each.from <= received && received <= each.to) return &each;
    }
    return nullptr;
}

Regime const* LawBook::regime(std::string_view id) const
{
    for (auto const& each : regimes) {
        if (each.id == id) return &each;
    }
    return nullptr;
}

Standard const* LawBook::standard(std::string_view award,
                                  Subject subject,
                                  std::string_view regime) const
{
    auto const found = index_.find(key_of(award, subject, regime));
    return found == index_.end() ? nullptr : &standards[found->second];
}

void LawBook::index()
{
    index_.clear();
    for (std::size_t i = 0; i < standards.size(); ++i) {
        index_[key_of(standards[i].award, standards[i].subject, standards[i].regime)] = i;
    }
}

}  // namespace thidua::law
