// Pages without a socket, for the tests of every folder below the shell: the door, the form, the
// handler. What the shell adds around (sessions, views, formats) is tested in src/web.
//
//     http::testing::Pages pages{db, clock, {organisation::add_pages}};
//     auto const reply = pages.post("/units/K101/rename", {{"name", "Cục Một"}, {"version", "1"}},
//     clerk); EXPECT_EQ(reply.status, 200);
#pragma once

#include "http/page.h"

namespace thidua::http::testing {

struct Reply {
    int status = 0;
    Answer answer = {};  // Of a success.
    Error error = {};    // Of a failure.

    json::object const& document() const { return answer.document; }
    std::string const& location() const { return answer.location; }
    // "key@field key …" of the problems: what a test compares.
    std::string problems() const
    {
        std::string text;
        for (auto const& problem : error.problems) {
            if (!text.empty()) text += ' ';
            text += problem.key;
            if (!problem.field.empty()) text += '@' + problem.field;
        }
        return text;
    }
};

using Fields = std::vector<std::pair<std::string, std::string>>;

class Pages {
public:
    Pages(storage::Database& db,
          Clock const& clock,
          std::vector<std::function<void(Router&)>> const& add_pages)
        : db_(db), clock_(clock)
    {
        for (auto const& add : add_pages) add(router_);
    }

    Router& router() { return router_; }

    Reply get(std::string_view target, access::Actor const& actor)
    {
        return send(request_for(Method::Get, target), actor);
    }
    Reply post(std::string_view target,
               Fields const& form,
               access::Actor const& actor,
               std::vector<Upload> uploads = {})
    {
        auto request = request_for(Method::Post, target);
        for (auto const& [name, value] : form) request.form.add(name, value);
        for (auto& upload : uploads) upload.size = upload.bytes.size();
        request.uploads = std::move(uploads);
        request.idempotency_key = std::string{request.form.find("_key").value_or("")};
        return send(request, actor);
    }
    Reply send(Request const& request, access::Actor const& actor)
    {
        Context context{request, db_, actor, clock_, router_};
        context.language = actor.language;
        context.session_hash = actor.account == 0 ? "" : "session-of-" + actor.name;
        auto const* route = router_.find(request.method, request.path, context.params);
        if (route == nullptr) return failed(not_found());
        if (!router_.admits(*route, actor)) {
            return actor.is_anonymous() ? Reply{401, {}, denied()} : failed(denied());
        }
        auto answer = route->handler(context);
        if (!answer) return failed(answer.error());
        return {answer->status, std::move(*answer), {}};
    }

    static Request request_for(Method method, std::string_view target)
    {
        auto const mark = target.find('?');
        Request request;
        request.method = method;
        request.target = std::string{target};
        request.path = decode_path(target.substr(0, mark)).value_or("");
        if (mark != std::string_view::npos) request.query = parse_query(target.substr(mark + 1));
        request.id = "test-request";
        request.remote = "127.0.0.1";
        return request;
    }

private:
    static Reply failed(Error error)
    {
        auto const status = status_of(error.kind);
        return {status, {}, std::move(error)};
    }

    storage::Database& db_;
    Clock const& clock_;
    Router router_;
};

// Somebody with these permissions over everything; change the fields for anything else.
inline access::Actor actor_with(std::vector<Permission> const& permissions,
                                std::string name = "tester",
                                access::Scope const& scope = "/")
{
    access::Actor actor;
    actor.account = 1;
    actor.display_name = name;
    actor.name = std::move(name);
    for (auto const permission : permissions) actor.grants.push_back({permission, scope});
    return actor;
}

}  // namespace thidua::http::testing
