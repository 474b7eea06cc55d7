// How the application shows what a handler answered: as a page, a document, a file, or a problem.
#include "terms/locale.h"
#include "web/app.h"
#include "web/drawing.h"
#include "web/envelope.h"
#include "web/export.h"
#include "web/log.h"
#include "web/problem.h"
#include "web/view.h"

namespace thidua::web {

namespace json = boost::json;

namespace {

bool is_public_page(Visit const& visit)
{
    return visit.actor().is_anonymous() || visit.request.path.substr(0, 7) == "/public";
}

// What is wrong when nothing can be drawn any more.
Response bare(int status, std::string const& language)
{
    Response response;
    response.status = status;
    response.set("Content-Type", "text/plain; charset=utf-8");
    response.body = terms::text(language, "http.failed") + '\n';
    return response;
}

}  // namespace

Response App::show(Visit& visit, http::Answer answer)
{
    for (auto& cookie : answer.set_cookies) visit.cookies.push_back(std::move(cookie));
    switch (answer.type) {
    case http::Answer::Type::File: return file_response(answer);
    case http::Answer::Type::Done: return show_done(visit, answer);
    case http::Answer::Type::Page: break;
    }
    auto const format = visit.request.query.find("format").value_or("");
    if (format == "csv" || format == "xlsx") return show_export(visit, answer);
    if (!visit.wants_html()) return json_response(answer.status, answer.document);
    return show_page(visit, std::move(answer));
}

Response App::show_done(Visit& visit, http::Answer const& answer)
{
    if (!visit.wants_html()) {
        auto response = json_response(answer.status, answer.document);
        response.set("Location", answer.location);
        return response;
    }
    if (!answer.notice_key.empty()) {
        auto const text = sentence(answer.notice_key, answer.document, visit.language);
        visit.cookies.push_back(notice_cookie(secret_, text));
    }
    return redirect(answer.location);
}

Response App::show_export(Visit& visit, http::Answer const& answer)
{
    auto const* list = answer.document.if_contains("list");
    if (list == nullptr || !list->is_object())
        return show_trouble(visit, {404, {{"http.not-a-list"}}});
    bool const csv = visit.request.query.find("format") == "csv";
    auto const title = sentence(answer.title_key, answer.document, visit.language);
    auto bytes = csv ? list_as_csv(list->get_object(), visit.language)
                     : list_as_xlsx(list->get_object(), title, visit.language);
    return file_response(
        http::file(title + (csv ? ".csv" : ".xlsx"),
                   csv ? "text/csv; charset=utf-8"
                       : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                   std::move(bytes)));
}

Response App::show_page(Visit& visit, http::Answer answer)
{
    if (!options_.dev_dir.empty()) terms::reload();
    EnvelopeSource const source{
        visit, router_, clock_.now(), options_.demo, take_notice(visit), assets_};
    wrap(answer, source);
    auto const* const layout = is_public_page(visit) ? "web/public-layout" : "web/layout";
    return html_response(answer.status,
                         render_page(answer.view, answer.document, visit.language, layout));
}

std::string App::take_notice(Visit& visit) const
{
    auto const cookie = visit.raw.cookie(kNoticeCookie);
    if (cookie.empty()) return {};
    visit.cookies.push_back(std::string{kNoticeCookie} +
                            "=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
    return read_notice(secret_, cookie);
}

Response App::show_failure(Visit& visit, Error const& error)
{
    if (!error.detail.empty()) log_failure(visit.request.id, error.detail);
    if (auto response = draw_form_again(visit, error)) return std::move(*response);
    if (auto response = draw_page_without(visit, error)) return std::move(*response);
    return show_trouble(visit, {http::status_of(error.kind), error.problems});
}

Response App::show_trouble(Visit& visit, Trouble const& trouble)
{
    if (!visit.wants_html()) {
        auto document =
            problem_document(trouble.status, trouble.problems, visit.language, visit.request.id);
        auto response = json_response(trouble.status, document, "application/problem+json");
        if (trouble.status == 401) response.set("WWW-Authenticate", "Bearer");
        return response;
    }
    auto page = http::page("web/error",
                           "error.title." + std::to_string(trouble.status),
                           {{"status", trouble.status}, {"id", visit.request.id}});
    page.status = trouble.status;
    // One sentence is the page's own text; several are a summary.
    auto messages = problem_list(trouble.problems, visit.language);
    if (messages.size() == 1)
        page.document["detail"] = messages.front().at("message");
    else
        page.document["problems"] = std::move(messages);
    return show_page(visit, std::move(page));
}

// A fault of ours or of the machine. What it was stands in the log, never on the page.
Response App::broken(Visit& visit, std::string_view what)
{
    log_failure(visit.request.id, what);
    try {
        return show_trouble(visit, {500, {{"http.failed"}}});
    } catch (std::exception const& again) {
        log_failure(visit.request.id, again.what());
        return bare(500, visit.language);
    }
}

}  // namespace thidua::web
