// SQL of ballot sessions; no rights are asked here.
#pragma once

#include "voting/session.h"

namespace thidua::voting {

inline constexpr std::string_view kOwner = " LEFT JOIN unit o ON o.id = b.owner_unit_id";
// A block without owner belongs to the top of the tree.
inline constexpr char kSessionPath[] =
    "COALESCE(o.path, (SELECT tu.path FROM unit tu WHERE tu.parent_id IS NULL AND tu.kind <> "
    "'ngoai' ORDER BY tu.code_key LIMIT 1), '/')";
inline constexpr std::string_view kSessionTables =
    " FROM voting_session s LEFT JOIN block b ON b.id = s.block_id"
    " LEFT JOIN unit o ON o.id = COALESCE(s.body_unit, b.owner_unit_id)"
    " LEFT JOIN voting_session f ON f.id = s.after_id";

// `tail` is WHERE, ORDER BY and so on. Without tellers, lines and electors: complete() adds them.
std::vector<Session> select_sessions(storage::Transaction& tx,
                                     std::string const& tail,
                                     storage::Params params);
void complete(storage::Transaction& tx, Session& session);

// The session itself, its tellers and lines; fills in the ids.
void insert_session(storage::Transaction& tx,
                    Session& session,
                    std::optional<std::int64_t> after_id,
                    Instant now);
// Everything that is typed while it is prepared, the lines anew.
void replace_session(storage::Transaction& tx, Session& session);
// State, instants and reasons; the version moves on.
void update_state(storage::Transaction& tx, Session const& session);

// Persons, as they are today, instead of those named before; fills in names and units.
void replace_persons(storage::Transaction& tx, Session& session);
// The units of the block become electors, each once; persons stand already.
void insert_roll(storage::Transaction& tx, Session const& session);
// Units leave the roll, keys go; persons stay.
void delete_roll(storage::Transaction& tx, Session const& session);
void update_teller(storage::Transaction& tx, Session const& session, std::size_t index);
void set_way(storage::Transaction& tx, Elector const& elector, Way way);

// A row of full length for every elector.
void reserve_box(storage::Transaction& tx, Session const& session);
void put_in_box(storage::Transaction& tx, Elector const& elector, ballot::Sealed const& sealed);
std::vector<ballot::Sealed> box_of(storage::Transaction& tx, Session const& session);
// The session's ballots leave every data file, and the tellers' public keys and paper totals go.
void erase_box(storage::Transaction& tx, Session const& session);

}  // namespace thidua::voting
