#include "http/page.h"

namespace thidua::http {

Answer page(std::string view,
            std::string title_key,
            json::object document,
            std::vector<Crumb> crumbs)
{
    Answer answer;
    answer.view = std::move(view);
    answer.title_key = std::move(title_key);
    answer.document = std::move(document);
    answer.crumbs = std::move(crumbs);
    return answer;
}

Answer done(std::string location, std::string notice_key, json::object document)
{
    Answer answer;
    answer.type = Answer::Type::Done;
    answer.location = std::move(location);
    answer.notice_key = std::move(notice_key);
    answer.document = std::move(document);
    return answer;
}

Answer file(std::string filename, std::string content_type, std::string bytes)
{
    Answer answer;
    answer.type = Answer::Type::File;
    answer.filename = std::move(filename);
    answer.content_type = std::move(content_type);
    answer.bytes = std::move(bytes);
    return answer;
}

int status_of(Kind kind)
{
    switch (kind) {
    case Kind::BadInput: return 422;
    case Kind::Denied: return 403;
    case Kind::NotFound: return 404;
    case Kind::Conflict: return 409;
    case Kind::Refused: return 409;
    case Kind::Unavailable: return 503;
    }
    return 500;
}

json::object list_document(ListPage list)
{
    json::array columns;
    for (auto const& column : list.columns) {
        columns.push_back(
            json::object{{"key", column.key}, {"label", column.label}, {"kind", column.kind}});
    }
    auto const pages = list.page_size < 1 ? 1 : (list.total + list.page_size - 1) / list.page_size;
    return {{"columns", std::move(columns)},
            {"rows", std::move(list.rows)},
            {"total", list.total},
            {"more", list.more},
            {"page", list.page},
            {"pages", pages < 1 ? 1 : pages},
            {"page_size", list.page_size}};
}

}  // namespace thidua::http
