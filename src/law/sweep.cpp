#include "law/sweep.h"

#include "law/block_judge.h"

#include <algorithm>
#include <bit>
#include <exception>
#include <optional>
#include <thread>

namespace thidua::law {
namespace {

// The bits of a block that are subjects.
Bits subjects_in(std::size_t size, std::size_t block)
{
    Bits bits{};
    for (std::size_t i = 0; i < kBitWords; ++i) {
        auto const first = block * kBlock + i * 64;
        if (first >= size) break;
        auto const left = size - first;
        bits[i] = left >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << left) - 1;
    }
    return bits;
}

template <class F>
void each_lane(Bits const& bits, F const& f)
{
    for (std::size_t i = 0; i < kBitWords; ++i)
        each_bit(bits[i], [&](int bit) { f(i * 64 + static_cast<std::size_t>(bit)); });
}

bool can_sweep(Columns const& columns, int year)
{
    return columns.bit(year) >= 1 && columns.bit(year) <= 63;
}

Finding const* finding_of(Finding const& finding, Node const* node)
{
    if (finding.node == node) return &finding;
    for (auto const& part : finding.parts) {
        if (auto const* found = finding_of(part, node)) return found;
    }
    return nullptr;
}

// One question over the columns.
class Sweep {
public:
    Sweep(LawBook const& book, Regime const* regime, Columns const& columns, Question question)
        : book_(book), regime_(regime), columns_(columns)
    {
        auto const size = columns.size();
        swept.question = std::move(question);
        swept.size = size;
        for (auto* set :
             {&swept.eligible, &swept.needs_decision, &swept.deferred, &swept.explained})
            *set = SubjectSet(size);
        bool const known = regime != nullptr && book.awards.contains(swept.question.award);
        if (!known) regime_ = nullptr;
        if (regime_ == nullptr) return;
        swept.regime = regime->id;
        if (!regime->unread.empty()) return;
        standard_ = book.standard(swept.question.award, columns.kind(), regime->id);
        if (standard_ == nullptr) return;
        for (auto const* node : requirements_of(*standard_))
            swept.requirements.push_back({node, SubjectSet(size), SubjectSet(size)});
        if (can_sweep(columns, swept.question.year))
            program_.emplace(book, *regime, *standard_, columns, swept.question);
    }

    // Blocks do not touch each other: several threads may judge different ones.
    void judge_block(BlockJudge& judge,
                     std::vector<Values>& values,
                     std::size_t block,
                     FactsOf const& facts_of)
    {
        if (regime_ == nullptr) {
            swept.needs_decision.block(block) = subjects_in(swept.size, block);
            return;
        }
        Bits unsure = columns_.explained_in(block);
        Bits met{}, open{};
        if (!regime_->unread.empty())
            open.fill(~std::uint64_t{0});
        else if (program_)
            judge_requirements(judge, values, block, met, open, unsure);
        else if (standard_ != nullptr)
            unsure.fill(~std::uint64_t{0});
        put_answers(block, met, open, unsure);
        explain(block, facts_of);
    }

    Swept swept;

private:
    void judge_requirements(BlockJudge& judge,
                            std::vector<Values>& values,
                            std::size_t block,
                            Bits& met,
                            Bits& open,
                            Bits& unsure)
    {
        judge.judge(*program_, block, values);
        auto const present = subjects_in(swept.size, block);
        Sum sum{kEverybody, kEverybody, unsure};
        for (std::size_t each = 0; each < values.size(); ++each) {
            auto& requirement = swept.requirements[each];
            add(values[each],
                present,
                sum,
                requirement.failed.block(block),
                requirement.open.block(block));
        }
        met = sum.met;
        open = sum.possible;
        unsure = sum.unsure;
        remove(met, open);
    }

    void put_answers(std::size_t block, Bits const& met, Bits const& open, Bits const& unsure)
    {
        auto const present = subjects_in(swept.size, block);
        auto const& pending = columns_.pending_in(block);
        bool const favoured = standard_ != nullptr && regime_->favours(swept.question.received);
        for (std::size_t i = 0; i < kBitWords; ++i) {
            auto const left = present[i] & ~unsure[i];
            auto const defers = regime_->pending_defers ? pending[i] & left : 0;
            auto const judged = left & ~defers;
            swept.explained.block(block)[i] = present[i] & unsure[i];
            swept.deferred.block(block)[i] = defers;
            swept.eligible.block(block)[i] = judged & met[i];
            swept.needs_decision.block(block)[i] = judged & ~met[i] & (favoured ? judged : open[i]);
        }
    }

    void explain(std::size_t block, FactsOf const& facts_of)
    {
        each_lane(swept.explained.block(block),
                  [&](std::size_t lane) { explain_one(block * kBlock + lane, facts_of); });
    }

    void explain_one(std::size_t subject, FactsOf const& facts_of)
    {
        auto const verdict = evaluate_under(book_, *regime_, facts_of(subject), swept.question);
        swept.eligible.put(subject, verdict.answer == Answer::Eligible);
        swept.needs_decision.put(subject, verdict.answer == Answer::NeedsDecision);
        swept.deferred.put(subject, verdict.answer == Answer::Deferred);
        for (auto& requirement : swept.requirements) {
            auto const* finding =
                verdict.finding ? finding_of(*verdict.finding, requirement.node) : nullptr;
            auto const value = finding == nullptr ? Truth::Met : finding->value;
            requirement.failed.put(subject, value == Truth::NotMet);
            requirement.open.put(subject, value == Truth::Open);
        }
    }

    LawBook const& book_;
    Regime const* regime_;
    Columns const& columns_;
    Standard const* standard_ = nullptr;
    std::optional<Program> program_;
};

void run(std::vector<Sweep>& sweeps,
         Columns const& columns,
         std::size_t first,
         std::size_t last,
         FactsOf const& facts_of)
{
    BlockJudge judge(columns);
    std::vector<Values> values;
    for (auto block = first; block < last; ++block) {
        for (auto& each : sweeps) each.judge_block(judge, values, block, facts_of);
    }
}

void run_on(int threads,
            std::vector<Sweep>& sweeps,
            Columns const& columns,
            FactsOf const& facts_of)
{
    auto const parts = static_cast<std::size_t>(std::max(1, threads));
    auto const blocks = columns.blocks();
    std::vector<std::exception_ptr> thrown(parts);
    std::vector<std::thread> others;
    auto const part = [&](std::size_t which) {
        try {
            run(sweeps, columns, blocks * which / parts, blocks * (which + 1) / parts, facts_of);
        } catch (...) {
            thrown[which] = std::current_exception();
        }
    };
    for (std::size_t which = 1; which < parts; ++which) others.emplace_back(part, which);
    part(0);
    for (auto& other : others) other.join();
    for (auto const& each : thrown) {
        if (each) std::rethrow_exception(each);
    }
}

}  // namespace

void SubjectSet::put(std::size_t subject, bool in)
{
    auto& word = blocks_[subject / kBlock][subject % kBlock / 64];
    auto const bit = std::uint64_t{1} << subject % 64;
    word = in ? word | bit : word & ~bit;
}

std::size_t SubjectSet::count() const
{
    std::size_t count = 0;
    for (auto const& block : blocks_) count += law::count(block);
    return count;
}

std::vector<std::size_t> SubjectSet::list() const
{
    std::vector<std::size_t> subjects;
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
        each_lane(blocks_[block],
                  [&](std::size_t lane) { subjects.push_back(block * kBlock + lane); });
    }
    return subjects;
}

Answer Swept::answer(std::size_t subject) const
{
    if (eligible.has(subject)) return Answer::Eligible;
    if (needs_decision.has(subject)) return Answer::NeedsDecision;
    return deferred.has(subject) ? Answer::Deferred : Answer::NotEligible;
}

std::size_t Swept::count(Answer which) const
{
    switch (which) {
    case Answer::Eligible: return eligible.count();
    case Answer::NeedsDecision: return needs_decision.count();
    case Answer::Deferred: return deferred.count();
    case Answer::NotEligible:
        return size - eligible.count() - needs_decision.count() - deferred.count();
    }
    return 0;
}

int Swept::failed(std::size_t subject) const
{
    return static_cast<int>(std::ranges::count_if(
        requirements,
        [subject](RequirementSwept const& each) { return each.failed.has(subject); }));
}

SubjectSet Swept::one_short() const
{
    SubjectSet once(size);
    for (std::size_t block = 0; block < (size + kBlock - 1) / kBlock; ++block) {
        for (std::size_t i = 0; i < kBitWords; ++i) {
            std::uint64_t one = 0, more = 0;
            for (auto const& each : requirements) {
                auto const failed = each.failed.block(block)[i];
                more |= one & failed;
                one |= failed;
            }
            auto const answered = eligible.block(block)[i] | needs_decision.block(block)[i] |
                                  deferred.block(block)[i];
            once.block(block)[i] = one & ~more & ~answered;
        }
    }
    return once;
}

Swept sweep_under(LawBook const& book,
                  Regime const& regime,
                  Columns const& columns,
                  Question const& question,
                  FactsOf const& facts_of)
{
    std::vector<Sweep> sweeps;
    sweeps.emplace_back(book, &regime, columns, question);
    run(sweeps, columns, 0, columns.blocks(), facts_of);
    return std::move(sweeps.front().swept);
}

Swept sweep(LawBook const& book,
            Columns const& columns,
            Question const& question,
            FactsOf const& facts_of)
{
    std::vector<Sweep> sweeps;
    sweeps.emplace_back(book, book.regime_on(question.received), columns, question);
    run(sweeps, columns, 0, columns.blocks(), facts_of);
    return std::move(sweeps.front().swept);
}

SubjectSet sweep_eligible(LawBook const& book,
                          Columns const& columns,
                          Question const& question,
                          FactsOf const& facts_of)
{
    SubjectSet eligible(columns.size());
    auto const* regime = book.regime_on(question.received);
    if (regime == nullptr || !regime->unread.empty() || !book.awards.contains(question.award))
        return eligible;
    auto const* standard = book.standard(question.award, columns.kind(), regime->id);
    if (standard == nullptr) return eligible;
    std::optional<Program> program;
    if (can_sweep(columns, question.year))
        program.emplace(book, *regime, *standard, columns, question);
    BlockJudge judge(columns);
    for (std::size_t block = 0; block < columns.blocks(); ++block) {
        auto who = subjects_in(columns.size(), block);
        if (regime->pending_defers) remove(columns.pending_in(block), who);
        Values values{{}, {}, who};
        if (program) {
            judge.judge_met(*program, block, who, values);
            mark_unsure(values, columns.explained_in(block));
            keep(who, values.unsure);
        }
        eligible.block(block) = values.met;
        each_lane(values.unsure, [&](std::size_t lane) {
            auto const subject = block * kBlock + lane;
            auto const answer = answer_under(book, *regime, facts_of(subject), question);
            eligible.put(subject, answer == Answer::Eligible);
        });
    }
    return eligible;
}

std::vector<Swept> sweep_all(LawBook const& book,
                             Columns const& columns,
                             int year,
                             Date received,
                             FactsOf const& facts_of,
                             int threads)
{
    auto const* regime = book.regime_on(received);
    std::vector<std::string> awards;
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        if (columns.kind() == Subject::Person ? award.for_persons : award.for_units)
            awards.push_back(code);
    }
    std::vector<Sweep> sweeps;
    sweeps.reserve(awards.size());
    for (auto const& code : awards)
        sweeps.emplace_back(book, regime, columns, Question{code, year, received});
    run_on(threads, sweeps, columns, facts_of);
    std::vector<Swept> swept;
    for (auto& each : sweeps) swept.push_back(std::move(each.swept));
    return swept;
}

}  // namespace thidua::law
