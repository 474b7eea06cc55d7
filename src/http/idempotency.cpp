#include "http/idempotency.h"

#include "base/random.h"

namespace thidua::http {

namespace {

constexpr std::string_view kDoneSecret = "secret";

// What makes two requests the same, apart from the tokens every drawing of a form makes anew.
std::string hash_of(Request const& request)
{
    std::string text = request.path;
    auto const add = [&](std::string_view part) {
        text += '\n';
        text += std::to_string(part.size());
        text += ':';
        text += part;
    };
    for (auto const& [name, value] : request.form.pairs()) {
        if (name == "_csrf" || name == "_key") continue;
        add(name);
        add(value);
    }
    for (auto const& upload : request.uploads) {
        add(upload.field);
        add(sha256_hex(upload.content()));
    }
    return sha256_hex(text);
}

std::string packed(Answer const& answer)
{
    if (answer.secret || answer.type == Answer::Type::File) return std::string{kDoneSecret};
    json::array crumbs;
    for (auto const& crumb : answer.crumbs)
        crumbs.push_back(json::array{crumb.href, crumb.key, crumb.text});
    return json::serialize(json::object{{"done", answer.type == Answer::Type::Done},
                                        {"status", answer.status},
                                        {"view", answer.view},
                                        {"title_key", answer.title_key},
                                        {"document", answer.document},
                                        {"crumbs", std::move(crumbs)},
                                        {"location", answer.location},
                                        {"notice_key", answer.notice_key}});
}

Result<Answer> unpacked(std::string_view text)
{
    if (text == kDoneSecret) return failure(Kind::Conflict, "http.already-done");
    auto const value = json::parse(text);
    auto const string = [&](char const* name) { return std::string{value.at(name).as_string()}; };
    Answer answer;
    answer.type = value.at("done").as_bool() ? Answer::Type::Done : Answer::Type::Page;
    answer.status = static_cast<int>(value.at("status").as_int64());
    answer.view = string("view");
    answer.title_key = string("title_key");
    answer.document = value.at("document").as_object();
    for (auto const& crumb : value.at("crumbs").as_array()) {
        answer.crumbs.push_back({std::string{crumb.at(0).as_string()},
                                 std::string{crumb.at(1).as_string()},
                                 std::string{crumb.at(2).as_string()}});
    }
    answer.location = string("location");
    answer.notice_key = string("notice_key");
    return answer;
}

}  // namespace

Result<Answer> run_once(audit::Act& act,
                        Request const& request,
                        std::function<Result<Answer>(audit::Act&)> const& body)
{
    auto const account = act.actor.account;
    auto const& key = request.idempotency_key;
    auto const hash = hash_of(request);
    // The row is taken first: a second arrival at the same moment waits here for the first.
    act.tx.execute("DELETE FROM idempotency WHERE account = ?1 AND key = ?2 AND at <= ?3",
                   {account, key, act.now.seconds - kKeyLifetimeSeconds});
    auto const taken = act.tx.execute(
        "INSERT INTO idempotency (account, key, at, request_hash, answer)"
        " VALUES (?1, ?2, ?3, ?4, '') ON CONFLICT (account, key) DO NOTHING",
        {account, key, act.now.seconds, hash});
    if (taken == 0) {
        auto rows = act.tx.query(
            "SELECT request_hash, answer FROM idempotency WHERE account = ?1 AND key = ?2",
            {account, key});
        if (!rows.next() || rows.text(0) != hash) return failure(Kind::Conflict, "http.key-reused");
        return unpacked(rows.text(1));
    }
    auto answer = TD_TRY(body(act));
    act.tx.execute("UPDATE idempotency SET answer = ?3 WHERE account = ?1 AND key = ?2",
                   {account, key, packed(answer)});
    return answer;
}

std::int64_t purge_keys(storage::Transaction& tx, Instant now)
{
    return tx.execute("DELETE FROM idempotency WHERE at <= ?1",
                      {now.seconds - kKeyLifetimeSeconds});
}

}  // namespace thidua::http
