#include "legal/ruled_value.h"

#include "law/ruled_value.h"
#include "terms/locale.h"

#include <boost/json.hpp>

namespace thidua::legal {
namespace {

namespace json = boost::json;

std::string number(int value) { return std::to_string(value); }

// One kind's words in one language.
class Words {
public:
    explicit Words(std::string language) : language_(std::move(language)) {}

    std::string of(law::RuledValue const& value) const
    {
        switch (law::kind_of(value)) {
        case law::Valued::Nothing: return "";
        case law::Valued::Share: return say("share", {{"percent", number(value.percent)}});
        case law::Valued::Quota:
            return say("quota", {{"percent", number(value.percent)}}) + ' ' +
                   term("of", value.of);
        case law::Valued::Days: return days(value);
        case law::Valued::Authority: return term("authority", value.authority);
        case law::Valued::Papers: return papers(value);
        }
        return "";
    }

private:
    std::string say(std::string_view key, Args const& args = {}) const
    {
        return terms::text(language_, "legal.value." + std::string{key}, args);
    }
    std::string term(std::string const& kind, std::string const& code) const
    {
        return terms::text(language_, "law.parameter." + kind + '.' + code, {});
    }
    std::string days(law::RuledValue const& value) const
    {
        if (value.working_days > 0)
            return say("working-days", {{"days", number(value.working_days)}});
        auto text = say("last-day", {{"day", number(value.day)}, {"month", number(value.month)}});
        if (value.years) text += ' ' + say("of-year", {{"years", number(*value.years)}});
        return text;
    }
    std::string papers(law::RuledValue const& value) const
    {
        std::string text;
        for (auto const& paper : value.papers)
            text += (text.empty() ? "" : "; ") + term("paper", paper);
        if (value.originals > 0)
            text += "; " + say("originals", {{"originals", number(value.originals)}});
        if (value.electronic) text += "; " + say("electronic");
        return text;
    }

    std::string language_;
};

}  // namespace

json::value ruled_value_document(std::string_view line)
{
    auto const value = law::value_of(line);
    auto const kind = law::kind_of(value);
    if (kind == law::Valued::Nothing) return nullptr;
    json::array papers;
    for (auto const& paper : value.papers) papers.push_back(json::value(paper));
    json::object text{{"vi", Words{"vi"}.of(value)}, {"en", Words{"en"}.of(value)}};
    return json::object{{"kind", law::code_of(kind)},
                        {"percent", value.percent},
                        {"of", value.of},
                        {"working_days", value.working_days},
                        {"day", value.day},
                        {"month", value.month},
                        {"years", value.years ? json::value(*value.years) : json::value(nullptr)},
                        {"authority", value.authority},
                        {"papers", std::move(papers)},
                        {"originals", value.originals},
                        {"electronic", value.electronic},
                        {"text", std::move(text)}};
}

}  // namespace thidua::legal
