#include "audit/audit.h"

#include "audit/canonical.h"
#include "audit/settings.h"
#include "base/random.h"

#include <boost/json.hpp>

namespace thidua::audit {

namespace {

std::string text_of(boost::json::object const* fields)
{
    return fields == nullptr ? std::string{} : boost::json::serialize(*fields);
}

}  // namespace

void record(Act& act, Line const& line)
{
    act.tx.execute(
        "INSERT INTO audit_line (at, actor, what, subject, unit_path, marking, before, after, "
        "request) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        {act.now.seconds,
         act.actor.name,
         line.what,
         line.subject,
         line.unit_path,
         static_cast<int>(line.marking),
         text_of(line.before),
         text_of(line.after),
         act.request});
}

std::string hashed(storage::Transaction& tx, std::string_view value)
{
    return "sha256:" + sha256_hex(instance_secret(tx) + '\n' + std::string{value});
}

void publish(Act& act, std::string_view type, boost::json::object const& body)
{
    auto const text = canonical_json(body);
    act.tx.execute("INSERT INTO public_act (type, body, hash, at) VALUES (?1, ?2, ?3, ?4)",
                   {type, text, sha256_hex(text), act.now.seconds});
}

}  // namespace thidua::audit
