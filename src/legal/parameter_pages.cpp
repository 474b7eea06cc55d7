// What surrounds a proposal: shares of votes, ratios, days, who decides, what a dossier holds.
#include "legal/book.h"
#include "legal/library.h"
#include "legal/pages.h"
#include "legal/parameters.h"

#include <set>

namespace thidua::legal {
namespace {

namespace json = boost::json;
using http::Answer;
using http::Context;
using law::LawBook;
using law::Says;
using law::Subject;

struct Asked {
    Date on;
    std::string award;  // Empty: every award.
    bool army = false;
};

Result<Asked> asked_in(Context& ctx)
{
    Asked asked{.on = ctx.today(), .award = ctx.query().text("award")};
    if (auto const text = ctx.query().text("on"); !text.empty()) {
        auto const day = parse_date(text);
        if (!day) return bad_input("legal.error.day", {{"value", text}}, "on");
        asked.on = *day;
    }
    asked.army = ctx.query().text("service") == "army";
    return asked;
}

char const* code_of(Says says)
{
    switch (says) {
        case Says::Value: return "value";
        case Says::Nothing: return "nothing";
        case Says::Open: return "open";
    }
    return "";
}

// One award's answers of one day, each with its ground.
class Writer {
public:
    Writer(LawBook const& book, law::Parameters const& parameters, Asked const& asked)
        : book_(book), parameters_(parameters), on_(asked.on), army_(asked.army)
    {
    }

    json::object award(law::Award const& award) const
    {
        json::array quotas, deadlines;
        for (auto const& each : parameters_.quota(award.code, on_, army_))
            quotas.push_back(quota(each));
        for (auto const& each : parameters_.deadlines(award.code, on_))
            deadlines.push_back(deadline(each));
        return {{"code", award.code},
                {"vi", award.name_vi},
                {"en", award.name_en},
                {"kind", award.kind},
                {"vote", vote(parameters_.vote_share(award.code, on_))},
                {"decider", decider(parameters_.decides(award.code, on_, army_))},
                {"quotas", std::move(quotas)},
                {"deadlines", std::move(deadlines)},
                {"dossier", dossier(parameters_.dossier(award.code, on_))},
                {"post_time", post_time(parameters_.post_time(award.code, on_))},
                {"hints", hints(award)}};
    }

private:
    json::object ground(law::Ground const& ground) const
    {
        json::value settled = nullptr;
        if (ground.settled) {
            settled = {{"holds", ground.settled->holds},
                       {"paper", ground.settled->paper},
                       {"ruling", ground.settled->ruling}};
        }
        bool const open = ground.says == Says::Open;
        auto const sentence = law::point_of(ground.point);
        return {{"says", code_of(ground.says)},
                {"clause", ground.clause},
                {"confidence", std::string{law::letter(ground.confidence)}},
                {"closable", open && ground.point != "unread"},
                {"point", open ? json::value(ground.point) : json::value(nullptr)},
                {"text",
                 open ? json::value{{"vi", speaker(book_, "vi").say(sentence)},
                                    {"en", speaker(book_, "en").say(sentence)}}
                      : json::value(nullptr)},
                {"source", ground.house ? "house" : "law"},
                {"settled", std::move(settled)}};
    }
    json::object vote(law::VoteShare const& share) const
    {
        auto document = ground(share);
        document["percent"] = share.percent;
        document["secret"] = share.secret;
        return document;
    }
    json::object quota(law::Quota const& quota) const
    {
        auto document = ground(quota);
        document["percent"] = quota.percent;
        document["of"] = quota.of;
        return document;
    }
    json::object decider(law::Decider const& decider) const
    {
        auto document = ground(decider);
        document["authority"] = decider.authority;
        return document;
    }
    json::object deadline(law::Deadline const& deadline) const
    {
        auto document = ground(deadline);
        document["step"] = deadline.step;
        document["day"] = deadline.day;
        document["month"] = deadline.month;
        document["years"] = deadline.years ? json::value(*deadline.years) : json::value(nullptr);
        document["working_days"] = deadline.working_days;
        return document;
    }
    json::object dossier(law::Dossier const& dossier) const
    {
        auto document = ground(dossier);
        json::array papers;
        for (auto const& paper : dossier.papers) papers.push_back(json::value(paper));
        document["papers"] = std::move(papers);
        document["originals"] = dossier.originals;
        document["electronic"] = dossier.electronic;
        return document;
    }
    // Null for an award that asks no time in post.
    json::value post_time(law::PostTime const& time) const
    {
        if (time.says != Says::Value) return nullptr;
        auto document = ground(time);
        document["less_months"] = time.less_months;
        document["less_third"] = time.less_third;
        return document;
    }
    json::array hints(law::Award const& award) const
    {
        json::array list;
        std::set<std::string> named;
        for (auto const subject : {Subject::Person, Subject::Unit}) {
            if (!(subject == Subject::Person ? award.for_persons : award.for_units)) continue;
            for (auto const& each : parameters_.hints_for(award.code, subject, on_)) {
                if (each.says == Says::Nothing || !named.insert(each.hint).second) continue;
                auto document = ground(each);
                document["hint"] = each.hint;
                list.push_back(std::move(document));
            }
        }
        return list;
    }

    LawBook const& book_;
    law::Parameters const& parameters_;
    Date on_;
    bool army_;
};

// The rows a program or a sheet gets: an award and one of its answers each.
http::ListPage answers_list(json::array const& awards, std::string_view language)
{
    bool const english = language == "en";
    auto const* name = english ? "name_en" : "name_vi";
    http::ListPage list{.columns = {{"award", "legal.field.award"},
                                    {name, "legal.field.name"},
                                    {"what", "legal.parameters.what", "key:legal.parameters."},
                                    {"says", "legal.parameters.says", "key:legal.parameters.is-"},
                                    {"percent", "legal.parameters.percent"},
                                    {"of", "legal.parameters.of", "key:law.parameter.of."},
                                    {"authority",
                                     "legal.parameters.decider",
                                     "key:law.parameter.authority."},
                                    {"clause", "legal.parameters.by"},
                                    {"confidence", "legal.field.confidence"}},
                        .page_size = 10'000};
    auto const add = [&](json::object const& award, char const* what, json::object row) {
        row["award"] = award.at("code");
        row[name] = award.at(english ? "en" : "vi");
        row["what"] = what;
        for (auto const* const member : {"percent", "of", "authority"}) {
            if (!row.contains(member)) row[member] = nullptr;
        }
        list.rows.push_back(std::move(row));
    };
    for (auto const& each : awards) {
        auto const& award = each.as_object();
        add(award, "vote", award.at("vote").as_object());
        add(award, "decider", award.at("decider").as_object());
        for (auto const& quota : award.at("quotas").as_array())
            add(award, "quota", quota.as_object());
    }
    list.total = std::ssize(list.rows);
    return list;
}

json::array choices(LawBook const& book)
{
    json::array list;
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        list.push_back({{"code", code}, {"vi", award.name_vi}, {"en", award.name_en}});
    }
    return list;
}

json::object document_of(LawBook const& book,
                         law::Parameters const& parameters,
                         Asked const& asked,
                         std::string_view language)
{
    Writer const writer{book, parameters, asked};
    json::array awards;
    for (auto const& code : book.award_order) {
        if (asked.award.empty() || asked.award == code)
            awards.push_back(writer.award(book.awards.at(code)));
    }
    auto const* regime = book.regime_on(asked.on);
    bool const one = !asked.award.empty();
    return {{"on", to_iso(asked.on)},
            {"regime", regime == nullptr ? json::value(nullptr) : json::value(regime->id)},
            {"act", regime == nullptr ? json::value(nullptr) : json::value(regime->act)},
            {"list", http::list_document(answers_list(awards, language))},
            {"one", one ? awards.front() : json::value(nullptr)},
            {"awards", one ? json::array{} : std::move(awards)},
            {"choices", choices(book)},
            {"values",
             {{"on", to_iso(asked.on)},
              {"award", asked.award},
              {"service", asked.army ? "army" : "civil"}}}};
}

Result<Answer> show_parameters(Context& ctx)
{
    auto const asked = TD_TRY(asked_in(ctx));
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const book = unsettled_book(tx, asked.on);
        if (!asked.award.empty() && !book->awards.contains(asked.award))
            return bad_input("legal.error.award", {{"award", asked.award}}, "award");
        auto const parameters = parameters_for(tx, asked.on, whole_organisation(tx));
        auto document = document_of(*book, parameters, asked, ctx.language);
        document["may_write"] = ctx.actor.may(http::Permission::WriteLaw);
        return http::page("legal/parameters",
                          "legal.parameters.title",
                          std::move(document),
                          {{"/law", "legal.library.title"}});
    });
}

}  // namespace

void add_parameter_pages(http::Router& routes)
{
    routes.get("/law/parameters", http::Door::SignedIn, "legal.parameters.title", show_parameters);
}

}  // namespace thidua::legal
