#include "register/import_awards.h"

#include "base/text.h"
#include "register/award_checks.h"
#include "register/award_sections.h"
#include "register/award_subjects.h"
#include "register/deciders.h"
#include "terms/vocabulary.h"

#include <algorithm>
#include <map>
#include <set>

namespace thidua::registry {

using intake::Texts;

AwardColumns::AwardColumns(intake::ListKind const& kind)
    : subject(kind.at("subject")), full_name(kind.at("full_name")), unit(kind.at("unit")), award(kind.at("award")),
      year(kind.at("year")), from(kind.at("from")), to(kind.at("to")), decision_no(kind.at("decision_no")),
      decision_date(kind.at("decision_date")), authority(kind.at("authority")), mode(kind.at("mode")),
      movement(kind.at("movement")), citation(kind.at("citation")), rank(kind.at("rank")),
      position(kind.at("position")), target_group(kind.at("target_group")),
      submitting_unit(kind.at("submitting_unit")), certificate_no(kind.at("certificate_no")),
      amount(kind.at("amount")), posthumous(kind.at("posthumous")), marking(kind.at("marking")),
      is_public(kind.at("public"))
{}

std::string_view AwardDraft::subject_kind() const
{
    return person != nullptr ? organisation::kPerson : organisation::kUnit;
}

namespace {

class AwardImport {
public:
    explicit AwardImport(ImportRun& run)
        : run_(run), list_(run.list), columns_(run.list.kind()), row_(run.list, run.report),
          units_(run.act.tx, run.act.actor, access::Permission::WriteRegister), people_(run.act.tx, units_),
          names_(award_types(run.act.tx)), subjects_(row_, run.list, columns_, units_, people_)
    {}

    Result<void> operator()()
    {
        load_people();
        load_ranks();
        drafts_.reserve(list_.lines().size());
        AwardSections sections{names_, units_};
        for (std::size_t i = 0; i < list_.lines().size(); ++i) {
            auto const& line = list_.lines()[i];
            row_.begin(line);
            if (i == 0 || line.sheet != list_.lines()[i - 1].sheet) sections.begin_sheet(title_award());
            if (line.type == intake::Line::Type::Data) read(sections);
            else if (auto const text = list_.texts().view(line.heading); !sections.read(text, line.numbering, sheet_day()))
                row_.skip(std::string{text});
        }
        settle_unknown_authorities();
        check_against_each_other(run_, columns_, drafts_);
        check_against_register(run_, columns_, drafts_);
        warn_unknown_years();
        std::erase_if(drafts_, [](auto const& draft) { return !draft.good; });
        if (run_.finish_checking(static_cast<std::int64_t>(drafts_.size()))) store_awards(run_, columns_, drafts_);
        return {};
    }

private:
    Texts& texts() { return list_.texts(); }
    intake::ListSheet const& sheet() const { return list_.sheets()[row_.line().sheet]; }

    // Everybody whom a code or a name may mean.
    void load_people()
    {
        std::set<std::string> codes;
        std::set<std::string> names;
        auto const set_code = list_.set_value(columns_.subject);
        if (set_code != 0) codes.emplace(texts().view(texts().folded(set_code)));
        for (auto const& line : list_.lines()) {
            if (line.type != intake::Line::Type::Data) continue;
            if (auto const code = list_.cell(line, columns_.subject); code != 0)
                codes.emplace(texts().view(texts().folded(code)));
            else if (auto const name = list_.given(line, columns_.full_name); name != 0)
                names.insert(search_key(texts().view(name)));
        }
        people_.load_codes(codes);
        people_.load_names(names);
        people_.load_posts();
    }

    // Ranks people bear, to part "Đại úy, Trợ lý" where one column holds both.
    void load_ranks()
    {
        bool const composite = std::any_of(list_.sheets().begin(), list_.sheets().end(), [&](auto const& sheet) {
            return std::any_of(sheet.header.cells.begin(), sheet.header.cells.end(), [&](auto const& cell) {
                return cell.columns == std::vector<std::size_t>{columns_.rank, columns_.position};
            });
        });
        if (!composite) return;
        for (auto rows = run_.act.tx.query("SELECT DISTINCT rank FROM person WHERE rank <> '' ORDER BY rank"); rows.next();)
            ranks_.insert(fold(rows.text(0)));
    }

    std::optional<Date> sheet_day() const
    {
        auto const& decision = sheet().decision;
        if (auto const set = list_.set_value(columns_.decision_date); set != 0) return parse_date(list_.texts().view(set));
        return decision ? decision->date : std::nullopt;
    }

    // An award that stands as a title of its own: "CHIẾN SĨ THI ĐUA CƠ SỞ" above the table.
    AwardType const* title_award()
    {
        for (auto const title : sheet().titles) {
            auto const heading = intake::parse_heading(texts().view(title));
            if (auto const* award = names_.find(fold(heading.text))) return award;
        }
        return nullptr;
    }

    void read(AwardSections const& sections)
    {
        AwardDraft draft{row_.line()};
        read_decision(draft);
        read_award(draft, sections);
        subjects_.resolve(draft, sections.kind(), sections.group());
        check_takes(draft);
        read_authority(draft);
        read_years(draft);
        read_details(draft);
        read_marking(draft);
        draft.good = row_.good();
        drafts_.push_back(std::move(draft));
    }

    // The cell, then what was set, then the title lines of the sheet.
    void read_decision(AwardDraft& draft)
    {
        auto const& title = sheet().decision;
        draft.number = row_.text(columns_.decision_no);
        if (draft.number.empty() && title) draft.number = title->number;
        if (draft.number.empty()) row_.wrong(columns_.decision_no, "import.row.number-missing");
        else draft.number_key = number_key_of(draft.number);
        draft.decided_on = row_.date(columns_.decision_date);
        if (draft.decided_on && *draft.decided_on > run_.act.today())
            row_.wrong(columns_.decision_date, "import.row.decision-in-future", {{"day", to_vietnamese(*draft.decided_on)}});
        if (!row_.is_empty(columns_.decision_date)) return;
        if (title) draft.decided_on = title->date;
        if (!draft.decided_on) row_.wrong(columns_.decision_date, "import.row.date-missing");
    }

    Texts::Id number_key_of(std::string_view number)
    {
        auto const id = texts().intern(number);
        auto const [known, fresh] = number_keys_.try_emplace(id, 0);
        if (fresh) known->second = texts().intern(number_key(number));
        return known->second;
    }

    void read_award(AwardDraft& draft, AwardSections const& sections)
    {
        auto id = list_.cell(row_.line(), columns_.award);
        if (id == 0 && sections.award() != nullptr) return void(draft.type = sections.award());
        if (id == 0) id = list_.set_value(columns_.award);
        if (id == 0) return row_.wrong(columns_.award, "import.row.award-missing");
        draft.type = names_.find(texts().view(texts().folded(id)));
        if (draft.type == nullptr)
            row_.wrong(columns_.award, "import.row.unknown-award", {{"value", std::string{texts().view(id)}}});
    }

    void check_takes(AwardDraft const& draft)
    {
        if (draft.type == nullptr || !draft.has_subject() || draft.type->subject == "any") return;
        if (draft.type->subject != draft.subject_kind())
            row_.wrong(columns_.award, draft.person != nullptr ? "import.row.unit-award" : "import.row.person-award",
                       {{"award", draft.type->name_vi}});
    }

    void read_authority(AwardDraft& draft)
    {
        if (auto const stated = row_.term(columns_.authority)) {
            draft.authority = texts().intern(*stated);
        } else if (row_.is_empty(columns_.authority)) {
            auto const signer = sheet().decision ? terms::code_of("authority", sheet().decision->signer) : std::nullopt;
            if (signer) draft.authority = texts().intern(*signer);
            else if (draft.type != nullptr && draft.decided_on)
                draft.authority = texts().intern(deciding_authority(*draft.type, *draft.decided_on));
        }
    }

    // A paper has one authority: where the law at hand names none for an award, the other rows of the
    // same paper tell, if they agree.
    void settle_unknown_authorities()
    {
        auto is_open = [](AwardDraft const& draft) {
            return draft.authority == 0 && draft.number_key != 0 && draft.decided_on;
        };
        if (std::none_of(drafts_.begin(), drafts_.end(), is_open)) return;
        std::map<std::pair<Texts::Id, Date>, std::set<Texts::Id>> known;
        for (auto const& draft : drafts_)
            if (draft.authority != 0 && draft.decided_on) known[{draft.number_key, *draft.decided_on}].insert(draft.authority);
        for (auto& draft : drafts_) {
            if (!is_open(draft)) continue;
            auto const paper = known.find({draft.number_key, *draft.decided_on});
            if (paper != known.end() && paper->second.size() == 1) draft.authority = *paper->second.begin();
        }
    }

    void read_years(AwardDraft& draft)
    {
        auto const year = row_.years(columns_.year);
        auto const from = row_.years(columns_.from);
        auto const to = row_.years(columns_.to);
        if (year) {
            draft.year = year->last;
            if (year->first != year->last) draft.year_from = year->first;
            draft.school_year = year->is_school_year();
        } else if (to) {
            draft.year = to->last;
        } else if (from && row_.is_empty(columns_.to)) {
            row_.wrong(columns_.to, "import.row.end-year-missing");
        }
        if (from) draft.year_from = from->first;
        if (draft.year && draft.year_from && *draft.year_from > *draft.year)
            row_.wrong(columns_.from, "import.row.years-reversed");
        if (draft.year && draft.decided_on && *draft.year > draft.decided_on->year()) {
            row_.wrong(row_.is_empty(columns_.year) ? columns_.to : columns_.year, "import.row.year-after-decision",
                       {{"year", std::to_string(*draft.year)}, {"day", to_vietnamese(*draft.decided_on)}});
        }
        bool const unknown = row_.is_empty(columns_.year) && row_.is_empty(columns_.to) && row_.is_empty(columns_.from);
        if (unknown && row_.good()) without_year_.push_back(row_.line());
    }

    void read_details(AwardDraft& draft)
    {
        auto term_id = [&](std::size_t column) {
            auto const code = row_.term(column);
            return code ? texts().intern(*code) : 0;
        };
        draft.mode = term_id(columns_.mode);
        draft.target_group = term_id(columns_.target_group);
        draft.amount = row_.integer(columns_.amount);
        draft.posthumous = row_.yes(columns_.posthumous).value_or(false);
        draft.wants_public = row_.yes(columns_.is_public).value_or(false);
        draft.submitting_unit = organisation::read_unit(row_, units_, columns_.submitting_unit, draft.decided_on);
        draft.rank = row_.id(columns_.rank);
        draft.position = row_.id(columns_.position);
        if (!ranks_.empty()) part_rank_and_position(draft);
    }

    // Of "Đại úy, Trợ lý" the first part is the rank when somebody bears it, else all is the position.
    void part_rank_and_position(AwardDraft& draft)
    {
        auto is_rank = [&](Texts::Id id) { return ranks_.contains(texts().view(texts().folded(id))); };
        if (draft.rank == 0 && draft.position != 0 && is_rank(draft.position)) {
            std::swap(draft.rank, draft.position);
        } else if (draft.rank != 0 && !is_rank(draft.rank)) {
            auto whole = std::string{texts().view(draft.rank)};
            if (draft.position != 0) whole += ", " + std::string{texts().view(draft.position)};
            draft.position = texts().intern(whole);
            draft.rank = 0;
        }
    }

    void read_marking(AwardDraft& draft)
    {
        auto const marking = row_.term(columns_.marking);
        if (!marking) return;
        draft.marking = access::marking_of(*marking);
        if (!run_.act.actor.may_read(draft.marking)) row_.wrong(columns_.marking, "import.row.above-clearance");
        if (draft.wants_public && draft.marking != access::Marking::Thuong)
            row_.wrong(columns_.is_public, "import.row.marked-public");
    }

    void warn_unknown_years()
    {
        if (without_year_.empty()) return;
        row_.begin(without_year_.front());
        row_.warn("import.file.years-unknown", {{"count", std::to_string(without_year_.size())}});
    }

    ImportRun& run_;
    intake::List& list_;
    AwardColumns columns_;
    intake::RowReader row_;
    organisation::UnitDirectory units_;
    organisation::PersonDirectory people_;
    AwardNames names_;
    AwardSubjects subjects_;
    std::vector<AwardDraft> drafts_;
    std::unordered_map<Texts::Id, Texts::Id> number_keys_;
    std::set<std::string, std::less<>> ranks_;
    std::vector<intake::Line> without_year_;
};

}  // namespace

Result<void> import_awards(ImportRun& run)
{
    if (!run.act.actor.may(access::Permission::WriteRegister)) return denied();
    return AwardImport{run}();
}

}  // namespace thidua::registry
