#include "web/view.h"

#include "base/assets.h"
#include "terms/locale.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace thidua::web {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

std::string draw(std::string_view source,
                 std::string_view document = "{}",
                 std::string_view language = "vi")
{
    return render_text(source, json::parse(document).as_object(), language);
}

std::string complaint(std::string_view source)
{
    try {
        draw(source);
    } catch (std::logic_error const& error) {
        return error.what();
    }
    return "";
}

TEST(View, ThePagerTakesNoOtherNextForItsOwn)
{
    auto const drawn = draw("{{#list}}{{>web/pager}}{{/list}}",
                            R"({"next": 2026, "previous": 2024, "list": {"total": 1},
                                "env": {"pager": {"pages": [], "xlsx": "/x", "csv": "/c"}}})");
    EXPECT_THAT(drawn, HasSubstr("pager"));
    EXPECT_THAT(drawn, ::testing::Not(HasSubstr("rel=")));
}

TEST(View, EscapesInTextAndAttributes)
{
    EXPECT_EQ(draw("<a title=\"{{x}}\">{{x}}</a>", R"({"x": "<b>'\"&"})"),
              "<a title=\"&lt;b&gt;&#39;&quot;&amp;\">&lt;b&gt;&#39;&quot;&amp;</a>");
}

RC_GTEST_PROP(View, NoValueEverWritesMarkup, (std::string const& text))
{
    json::object document;
    document["x"] = text;
    auto const html =
        render_text("{{x}}{{x | lines}}{{x | date}}{{x | number}}{{x | json}}{{x | term:mode}}",
                    document,
                    "vi");
    auto rest = html;
    for (std::size_t at = 0; (at = rest.find("<br>", at)) != std::string::npos;) rest.erase(at, 4);
    RC_ASSERT(rest.find_first_of("<>\"'") == std::string::npos);
}

TEST(View, MissingAndNullPrintNothing)
{
    EXPECT_EQ(draw("[{{x}}{{y}}{{y.z}}{{x | date}}]", R"({"x": null})"), "[]");
}

TEST(View, ScalarsPrintPlain)
{
    EXPECT_EQ(
        draw("{{a}} {{b}} {{c}} {{d.e}}", R"({"a": 1204, "b": true, "c": 78.5, "d": {"e": "x"}})"),
        "1204 true 78.5 x");
}

TEST(View, ContainersPrintNothing)
{
    EXPECT_EQ(draw("[{{a}}{{b}}]", R"({"a": [1], "b": {"c": 1}})"), "[]");
}

TEST(View, InnerNamesHideOuterOnes)
{
    EXPECT_EQ(draw("{{#o}}{{name}} {{other}}{{/o}}",
                   R"({"name": "out", "other": "seen", "o": {"name": "in"}})"),
              "in seen");
}

TEST(View, SectionsRepeatOverArrays)
{
    EXPECT_EQ(draw("{{#rows}}{{-index}}{{^-first}},{{/-first}}{{n}}{{#-last}}.{{/-last}};{{/rows}}",
                   R"({"rows": [{"n": "a"}, {"n": "b"}, {"n": "c"}]})"),
              "1a;2,b;3,c.;");
    EXPECT_EQ(draw("{{#names}}{{.}} {{/names}}", R"({"names": ["a", "b"]})"), "a b ");
}

TEST(View, FalseValues)
{
    for (auto const* value : {"null", "false", "0", "\"\"", "[]", "0.0"}) {
        auto const document = std::string{R"({"x": )"} + value + "}";
        EXPECT_EQ(draw("{{#x}}yes{{/x}}{{^x}}no{{/x}}", document), "no") << value;
    }
    for (auto const* value : {"true", "1", "-1", "\"0\"", "[0]", "{}"}) {
        auto const document = std::string{R"({"x": )"} + value + "}";
        EXPECT_EQ(draw("{{#x}}yes{{/x}}{{^x}}no{{/x}}", document), "yes") << value;
    }
    EXPECT_EQ(draw("{{#x}}yes{{/x}}{{^x}}no{{/x}}"), "no");
}

TEST(View, SectionsCompare)
{
    auto const* document =
        R"({"state": "open", "n": 2, "codes": ["a", "b"], "mine": "b", "rows": [{"code": "a"}, {"code": "c"}]})";
    EXPECT_EQ(draw("{{#state=open}}yes{{/state=open}}{{^state=open}}no{{/state=open}}", document),
              "yes");
    EXPECT_EQ(draw("{{#state=shut}}yes{{/state=shut}}{{^state=shut}}no{{/state=shut}}", document),
              "no");
    EXPECT_EQ(draw("{{#n=2}}two{{/n=2}}", document), "two");
    EXPECT_EQ(draw("{{#codes=$mine}}held{{/codes=$mine}}", document), "held");
    EXPECT_EQ(draw("{{#rows}}{{#codes=$code}}{{code}}{{/codes=$code}}{{/rows}}", document), "a");
    EXPECT_EQ(draw("{{#missing=}}empty{{/missing=}}", document), "empty");
}

TEST(View, FormatsDays)
{
    EXPECT_EQ(draw("{{x | date}}", R"({"x": "2018-12-05"})"), "05/12/2018");
    EXPECT_EQ(draw("{{x | date}}", R"({"x": "2018-12"})"), "12/2018");
    EXPECT_EQ(draw("{{x | date}}", R"({"x": "cstd-bo"})"), "cstd-bo") << "a code is no month";
    EXPECT_EQ(draw("{{x | date}}", R"({"x": "2018"})"), "2018");
    EXPECT_EQ(draw("{{x | date}}", R"({"x": "2018-12-05T20:00:00Z"})"), "06/12/2018");
    EXPECT_EQ(draw("{{x | date}}", R"({"x": "rõ <ngày>"})"), "rõ &lt;ngày&gt;");
    EXPECT_EQ(draw("{{x | instant}}", R"({"x": "2026-11-21T22:01:41Z"})"), "22/11/2026 05:01");
    EXPECT_EQ(draw("{{x | instant}}", R"({"x": 0})"), "01/01/1970 07:00");
    EXPECT_EQ(draw("{{x | instant}}", R"({"x": "2026-11-2"})"), "2026-11-2");
}

TEST(View, FormatsNumbersByLanguage)
{
    auto const* document =
        R"({"a": 1204, "b": 1234567, "c": -1234.5, "d": 999, "e": "8800", "f": "-100"})";
    EXPECT_EQ(draw("{{a | number}} {{b | number}} {{c | number}} {{d | number}} {{e | number}} {{f "
                   "| number}}",
                   document),
              "1.204 1.234.567 -1.234,5 999 8.800 -100");
    EXPECT_EQ(draw("{{b | number}} {{c | number}}", document, "en"), "1,234,567 -1,234.5");
    EXPECT_EQ(draw("{{b | money}}", document), "1.234.567 đồng");
}

TEST(View, OtherFormatters)
{
    EXPECT_EQ(draw("{{x | term:category}}", R"({"x": "officer"})"), "Sĩ quan");
    EXPECT_EQ(draw("{{x | term:category}}", R"({"x": "officer"})", "en"), "Officer");
    EXPECT_EQ(draw("{{x | url}}", R"({"x": "512/QĐ&a=b c"})"), "512%2FQ%C4%90%26a%3Db%20c");
    EXPECT_EQ(draw("{{x | lines}}", R"({"x": "a\r\n<b>\nc"})"), "a<br>\n&lt;b&gt;<br>\nc");
    EXPECT_EQ(draw("{{x | json}}", R"({"x": {"a": [1, "b"]}})"),
              "{&quot;a&quot;:[1,&quot;b&quot;]}");
}

TEST(View, SentencesTakeArgumentsFromTheDocument)
{
    auto const* document =
        R"({"list": {"page": 2, "pages": 12, "total": 1204}, "state": "404", "key": "web.skip"})";
    EXPECT_EQ(draw("{{#list}}{{@web.pager.at}}, {{@web.pager.count}}{{/list}}", document),
              "Trang 2 trên 12, 1.204 dòng");
    EXPECT_EQ(draw("{{#list}}{{@web.pager.count}}{{/list}}", document, "en"), "1,204 rows");
    EXPECT_EQ(draw("{{@error.title.$state}}", document), "Không tìm thấy trang");
    EXPECT_EQ(draw("{{@$key}}", document), "Đến nội dung chính");
    EXPECT_EQ(draw("{{#codes}}{{@error.title.$.}} {{/codes}}", R"({"codes": ["503"]})"),
              "Hệ thống đang bận ");
    EXPECT_EQ(draw("{{@error.$a.b.$c}}", R"({"a": {"b": "title"}, "c": 503})"),
              "Hệ thống đang bận");
}

TEST(View, SentencesAreEscaped)
{
    EXPECT_EQ(draw("{{@web.person.menu}}", R"({"name": "<An>"})"), "Tài khoản của &lt;An&gt;");
    EXPECT_EQ(draw("{{@none.$x}}", R"({"x": "<i>"})"), "⟦none.&lt;i&gt;⟧");
}

TEST(View, CommentsPrintNothing) { EXPECT_EQ(draw("a{{! not seen }}b"), "ab"); }

TEST(View, PartialsSeeTheContext)
{
    EXPECT_THAT(
        draw("{{#o}}{{>web/token}}{{/o}}", R"({"o": {}, "env": {"csrf": "c<1>", "key": "k1"}})"),
        HasSubstr("c&lt;1&gt;"));
    EXPECT_THAT(draw("{{>*view}}", R"({"view": "web/token", "env": {"key": "k1"}})"),
                HasSubstr("k1"));
    EXPECT_EQ(draw("[{{>*view}}]"), "[]");
}

TEST(View, ComplaintsNameFileAndLine)
{
    EXPECT_THAT(complaint("a\n{{#x}}\n"), HasSubstr("text:3: {{#x}} of line 2 has no end"));
    EXPECT_THAT(complaint("{{#x}}{{/y}}"), HasSubstr("text:1: unexpected {{/y}}"));
    EXPECT_THAT(complaint("{{/y}}"), HasSubstr("unexpected"));
    EXPECT_THAT(complaint("{{x"), HasSubstr("without end"));
    EXPECT_THAT(complaint("{{{x}}}"), HasSubstr("no raw tag"));
    EXPECT_THAT(complaint("{{&x}}"), HasSubstr("no raw tag"));
    EXPECT_THAT(complaint("{{}}"), HasSubstr("empty tag"));
    EXPECT_THAT(complaint("{{x | bold}}"), HasSubstr("no formatter: bold"));
    EXPECT_THAT(complaint("{{x y}}"), HasSubstr("no name"));
    EXPECT_THAT(complaint("{{>web/no-such-view}}"), HasSubstr("no view web/no-such-view"));
    EXPECT_THROW(render("nowhere", {}, "vi"), std::logic_error);
}

TEST(View, DeepNestingIsRefused)
{
    std::string source;
    for (int i = 0; i < 5000; ++i) source += "{{#x}}";
    EXPECT_THAT(complaint(source), HasSubstr("too deep"));
}

TEST(View, EndlessInclusionIsRefused)
{
    auto const document =
        json::parse(R"({"view": "web/panels", "panels": [{"view": "web/panels"}]})").as_object();
    EXPECT_THROW(render("web/panels", document, "vi"), std::logic_error);
}

RC_GTEST_PROP(View, AnyTextIsDrawnOrRefused, ())
{
    auto const part = rc::gen::element<std::string>("{{",
                                                    "}}",
                                                    "#",
                                                    "/",
                                                    "^",
                                                    "x",
                                                    ".",
                                                    ">",
                                                    "@",
                                                    "|",
                                                    "=",
                                                    "$",
                                                    " ",
                                                    "\n",
                                                    "-first",
                                                    "date",
                                                    "*");
    auto const parts = *rc::gen::container<std::vector<std::string>>(part);
    std::string source;
    for (auto const& p : parts) source += p;
    try {
        draw(source, R"({"x": [{"x": "1"}, 2]})");
    } catch (std::logic_error const&) {
    }
}

TEST(View, PagesStandInTheirLayout)
{
    auto const document =
        json::parse(R"({"env": {"title": "Đơn vị", "lang": "vi", "csrf": "T0"}})").as_object();
    auto const html = render_page("web/token", document, "vi");
    EXPECT_THAT(html, HasSubstr("<title>Đơn vị – Thi Đua</title>"));
    EXPECT_THAT(html, HasSubstr("value=\"T0\""));
}

TEST(View, SentenceForTheShell)
{
    EXPECT_EQ(sentence("web.person.menu", json::parse(R"({"name": "A & B"})").as_object(), "vi"),
              "Tài khoản của A & B");
}

TEST(View, AnEditedFileShowsInDevelopment)
{
    auto const tree =
        std::filesystem::temp_directory_path() / ("thidua-views-" + std::to_string(::getpid()));
    auto const file = tree / "src/web/views/token.mustache";
    std::filesystem::create_directories(file.parent_path());
    assets::read_from(tree.string());
    std::ofstream{file} << "one";
    EXPECT_EQ(render("web/token", {}, "vi"), "one");
    std::ofstream{file} << "two";
    EXPECT_EQ(render("web/token", {}, "vi"), "two");
    assets::read_from("");
    std::filesystem::remove_all(tree);
    EXPECT_THAT(render("web/token", {}, "vi"), HasSubstr("_csrf"));
}

TEST(Views, AreSound) { EXPECT_EQ(check_all_views(), ""); }

}  // namespace
}  // namespace thidua::web
