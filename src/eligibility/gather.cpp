#include "eligibility/gather.h"

#include "eligibility/record_store.h"
#include "organisation/lookup.h"

namespace thidua::eligibility {

using access::Permission;

namespace {

bool is_own(access::Actor const& actor, Record const& record)
{
    return record.subject == law::Subject::Person && !actor.person.empty() &&
           organisation::code_key(actor.person) == organisation::code_key(record.code) &&
           actor.may(Permission::ReadOwnSheet);
}

}  // namespace

bool may_read(access::Actor const& actor, Record const& record)
{
    if (is_own(actor, record)) return true;
    auto const entry = record.subject == law::Subject::Person ? Permission::ReadPeople
                                                              : Permission::ReadOrganisation;
    return actor.may(entry, record.path) && actor.may(Permission::ReadRegister, record.path);
}

bool reads_discipline(access::Actor const& actor, Record const& record)
{
    return actor.may(Permission::ReadDiscipline, record.path);
}

Result<Gathered> gather(storage::Transaction& tx,
                        access::Actor const& actor,
                        std::string_view code)
{
    auto const subject = organisation::find_subject(tx, code);
    if (!subject) return not_found();
    auto record = subject->kind == organisation::kPerson
                      ? read_person(tx, subject->id, actor.clearance)
                      : read_unit(tx, subject->id, actor.clearance);
    if (!record || !may_read(actor, *record)) return not_found();
    bool const with_discipline = reads_discipline(actor, *record);
    return Gathered{std::move(*record), Declared::read(tx), with_discipline};
}

}  // namespace thidua::eligibility
