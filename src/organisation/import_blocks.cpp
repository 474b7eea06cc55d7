#include "base/text.h"
#include "organisation/import_kinds.h"

#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace thidua::organisation {

namespace {

struct MemberDraft {
    intake::Line line;
    std::string block;
    std::string level;
    int year = 0;
    std::int64_t unit_id = 0;
    std::string role;
    std::optional<std::int64_t> rank;
};

class BlockImport {
public:
    explicit BlockImport(ImportRun& run)
        : run_(run), row_(run.list, run.report),
          units_(run.act.tx, run.act.actor, access::Permission::WriteOrganisation)
    {}

    Result<void> operator()()
    {
        for (auto const& line : run_.list.lines()) read(line);
        if (run_.finish_checking(static_cast<std::int64_t>(drafts_.size()))) store();
        return {};
    }

private:
    std::size_t at(std::string_view column) const { return run_.list.kind().at(column); }

    void read(intake::Line const& line)
    {
        row_.begin(line);
        row_.require_all();
        MemberDraft draft{line, std::string{row_.text(at("block"))}, row_.term(at("level")).value_or("")};
        auto const years = row_.years(at("year"));
        if (years && years->first != years->last) row_.wrong(at("year"), "import.row.one-year");
        if (years) draft.year = years->last;
        if (auto const* unit = read_unit(row_, units_, at("unit"))) draft.unit_id = unit->id;
        draft.role = row_.term(at("role")).value_or("");
        draft.rank = row_.integer(at("rank"));
        if (!row_.good()) return;
        auto const [known, fresh] = seen_.try_emplace({fold(draft.block), draft.year, draft.unit_id}, line.row);
        if (!fresh) return row_.wrong(std::nullopt, "import.row.twice", {{"row", std::to_string(known->second)}});
        check_stored(draft);
        if (row_.good()) drafts_.push_back(std::move(draft));
    }

    // A member of the register whose role or rank differs is for a person to change.
    void check_stored(MemberDraft const& draft)
    {
        auto rows = run_.act.tx.query("SELECT m.role, m.rank FROM block_member m JOIN block b ON b.id = m.block_id"
                                      " WHERE b.name_key = ?1 AND m.year = ?2 AND m.unit_id = ?3",
                                      {fold(draft.block), draft.year, draft.unit_id});
        if (!rows.next()) return;
        auto const role = rows.string(0);
        auto const rank = rows.maybe_integer(1);
        // "member" is what a unit list leaves behind; a list of blocks says more.
        if (!draft.role.empty() && role != draft.role && role != "member")
            row_.wrong(at("role"), "import.row.differs", {{"stored", role}});
        if (draft.rank && rank && *rank != *draft.rank)
            row_.wrong(at("rank"), "import.row.differs", {{"stored", std::to_string(*rank)}});
    }

    void store()
    {
        auto& act = run_.act;
        auto const import_id = run_.open();
        std::int64_t number = 0;
        for (auto const& draft : drafts_) {
            auto const block = ensure_block(act, import_id, draft.block, draft.level);
            boost::json::object const key{{"block_id", block}, {"year", draft.year}, {"unit_id", draft.unit_id}};
            auto const added = act.tx.execute("INSERT INTO block_member (block_id, year, unit_id) VALUES (?1, ?2, ?3)"
                                              " ON CONFLICT (block_id, year, unit_id) DO NOTHING",
                                              {block, draft.year, draft.unit_id});
            if (added != 0) note_inserted(act.tx, import_id, "block_member", ++number, key);
            if (!draft.role.empty())
                act.tx.execute("UPDATE block_member SET role = ?4 WHERE block_id = ?1 AND year = ?2 AND unit_id = ?3",
                               {block, draft.year, draft.unit_id, draft.role});
            if (draft.rank)
                act.tx.execute("UPDATE block_member SET rank = ?4 WHERE block_id = ?1 AND year = ?2 AND unit_id = ?3",
                               {block, draft.year, draft.unit_id, *draft.rank});
        }
    }

    ImportRun& run_;
    intake::RowReader row_;
    UnitDirectory units_;
    std::vector<MemberDraft> drafts_;
    std::map<std::tuple<std::string, int, std::int64_t>, std::uint32_t> seen_;
};

}  // namespace

Result<void> import_blocks(ImportRun& run) { return BlockImport{run}(); }

}  // namespace thidua::organisation
