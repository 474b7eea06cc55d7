#include "web/guide.h"

#include "base/assets.h"

#include <algorithm>
#include <array>

namespace thidua::web {

namespace json = boost::json;

namespace {

constexpr std::string_view kChapters = "web/dist/guide/chapters.json";
constexpr std::string_view kEnglish = "web/dist/guide/en.html";

struct Explained {
    std::string_view path;  // This page and those below it.
    std::string_view chapter;
};

// The longest path that fits wins.
constexpr std::array kExplained = {
    Explained{"/login", "bat-dau"},           Explained{"/session", "bat-dau"},
    Explained{"/setup", "bat-dau"},           Explained{"/persons", "ca-nhan"},
    Explained{"/public", "cong-khai"},        Explained{"/release", "cong-khai"},
    Explained{"/calendar", "lich"},           Explained{"/imports", "nhap-excel"},
    Explained{"/jobs", "nhap-excel"},         Explained{"/award-types", "quyet-dinh"},
    Explained{"/corrections", "quyet-dinh"},  Explained{"/decisions", "quyet-dinh"},
    Explained{"/accounts", "tai-khoan"},      Explained{"/audit", "tai-khoan"},
    Explained{"/delegations", "tai-khoan"},   Explained{"/profile", "tai-khoan"},
    Explained{"/blocks", "to-chuc"},          Explained{"/units", "to-chuc"},
    Explained{"/summary", "tong-hop"},        Explained{"/awards", "tra-cuu"},
    Explained{"/register/checks", "tra-cuu"}, Explained{"/search", "tra-cuu"},
    Explained{"/eligibility", "du-dieu-kien"}, Explained{"/what-if", "du-dieu-kien"},
    Explained{"/sweep", "du-dieu-kien"},      Explained{"/programme", "ke-hoach-nam"},
    Explained{"/directives", "ke-hoach-nam"}, Explained{"/meetings", "hop-khoi"},
    Explained{"/rotation", "hop-khoi"},
    Explained{"/law", "phap-che"},
    Explained{"/covenants", "giao-uoc"},
    Explained{"/covenant-clauses", "giao-uoc"},
    Explained{"/movements", "phong-trao"},    Explained{"/registrations", "dang-ky-thi-dua"},
    Explained{"/scales", "cham-diem"},        Explained{"/scoring", "cham-diem"},
    Explained{"/ballots", "bo-phieu"},
};

bool lies_under(std::string_view path, std::string_view top)
{
    return path == top || (path.starts_with(top) && path[top.size()] == '/');
}

// [{name, title}] in reading order; empty when the guide was not built.
json::array chapters()
{
    auto const list = assets::find(kChapters);
    return list ? json::parse(*list).as_array() : json::array{};
}

Result<http::Answer> show_chapter(std::string_view name)
{
    json::array list = chapters();
    json::object document{{"chapter", name}};
    for (auto& entry : list) {
        auto& chapter = entry.as_object();
        bool const current = chapter.at("name").as_string() == name;
        chapter["current"] = current;
        if (current) document["title"] = chapter.at("title");
    }
    if (!document.contains("title")) return not_found();
    document["body"] = "guide/" + std::string{name};
    document["chapters"] = std::move(list);
    return http::page("web/guide", "web.guide.chapter", std::move(document));
}

// In English one page stands before the Vietnamese chapters.
Result<http::Answer> show_index(http::Context& ctx)
{
    json::object document{{"chapters", chapters()}};
    if (ctx.language == "en" && assets::find(kEnglish)) document["body"] = "guide/en";
    return http::page("web/guide-index", "web.guide.title", std::move(document));
}

}  // namespace

void add_guide_pages(http::Router& routes)
{
    routes.get("/guide", http::Door::Public, "web.guide.title", show_index);
    routes.get("/guide/{chapter}", http::Door::Public, "web.guide.title", [](http::Context& ctx) {
        return show_chapter(ctx.param("chapter"));
    });
}

std::string guide_address(std::string_view path)
{
    // A sheet is explained with the search, wherever it lies.
    if (path.ends_with("/sheet")) return "/guide/tra-cuu";
    Explained best{"", ""};
    for (auto const& candidate : kExplained) {
        if (lies_under(path, candidate.path) && candidate.path.size() > best.path.size())
            best = candidate;
    }
    return best.chapter.empty() ? "/guide" : "/guide/" + std::string{best.chapter};
}

}  // namespace thidua::web
