#include "intake/kind.h"

#include <stdexcept>
#include <string>

namespace thidua::intake {

namespace {

using enum ColumnType;
constexpr bool kRequired = true;
constexpr bool kIdentity = true;

Column text(std::string_view name, std::vector<std::string_view> spoken, bool required = false)
{
    return {name, std::move(spoken), Text, {}, required};
}
Column name_of_subject(std::string_view name, std::vector<std::string_view> spoken, bool required)
{
    return {name, std::move(spoken), Text, {}, required, kIdentity};
}
Column key(std::string_view name, std::vector<std::string_view> spoken)
{
    return {name, std::move(spoken), Code, {}, kRequired, kIdentity};
}
Column code(std::string_view name, std::vector<std::string_view> spoken, bool required = false)
{
    return {name, std::move(spoken), Code, {}, required};
}
Column date(std::string_view name, std::vector<std::string_view> spoken, bool required = false)
{
    return {name, std::move(spoken), Date, {}, required};
}
Column number(std::string_view name, std::vector<std::string_view> spoken)
{
    return {name, std::move(spoken), Integer};
}
Column years(std::string_view name, std::vector<std::string_view> spoken, bool required = false)
{
    return {name, std::move(spoken), Years, {}, required};
}
Column yes(std::string_view name, std::vector<std::string_view> spoken) { return {name, std::move(spoken), Yes}; }
Column term(std::string_view name, std::vector<std::string_view> spoken, std::string_view vocabulary,
            bool required = false)
{
    return {name, std::move(spoken), Term, vocabulary, required};
}

Column subject() { return key("subject", {"đối tượng khen", "số hiệu", "mã"}); }
Column person() { return key("person", {"số hiệu"}); }
Column year() { return years("year", {"năm"}, kRequired); }
Column from_day() { return date("from", {"từ ngày", "từ"}, kRequired); }
Column to_day() { return date("to", {"đến ngày", "đến"}); }
Column direct_worker() { return yes("direct_worker", {"trực tiếp"}); }

ListKind units()
{
    return {"units",
            {key("code", {"mã đơn vị"}), name_of_subject("name", {"tên đơn vị"}, kRequired),
             code("parent", {"đơn vị cấp trên"}), term("kind", {"loại"}, "unit-kind"), date("valid_from", {"từ ngày"}),
             date("valid_to", {"đến ngày"}), text("predecessors", {"đơn vị tiền thân"}), text("block", {"khối"})}};
}

ListKind persons()
{
    return {"persons",
            {key("code", {"số hiệu"}), name_of_subject("full_name", {"họ và tên"}, kRequired),
             date("birth_date", {"ngày sinh"}), term("sex", {"giới tính"}, "sex"),
             term("category", {"đối tượng"}, "category", kRequired), text("rank", {"cấp bậc"}),
             text("position", {"chức vụ"}), code("unit", {"đơn vị"}, kRequired), direct_worker(),
             date("joined", {"ngày vào ngành", "ngày nhập ngũ"}), date("sector_joined", {"ngày vào cơ yếu"}),
             date("left", {"ngày thôi công tác"}), term("left_reason", {"lý do thôi"}, "left-reason"),
             date("retires", {"dự kiến nghỉ hưu"}), text("ethnicity", {"dân tộc"}), text("education", {"trình độ"}),
             date("party_joined", {"ngày vào đảng"})}};
}

ListKind posts()
{
    return {"posts",
            {person(), code("unit", {"đơn vị"}, kRequired), text("position", {"chức vụ"}), text("rank", {"cấp bậc"}),
             from_day(), to_day(), text("coefficient", {"hệ số chức vụ"}), direct_worker()}};
}

ListKind awards()
{
    Column subject_code = subject();
    subject_code.required = false;  // A name stands in for it.
    Column year = years("year", {"năm thành tích"});
    year.whole = {"năm"};
    return {"awards",
            {subject_code, name_of_subject("full_name", {"họ và tên", "tập thể"}, false), text("unit", {"đơn vị"}),
             text("award", {"hình thức", "danh hiệu"}, kRequired), year, years("from", {"từ"}),
             years("to", {"đến"}), text("decision_no", {"số quyết định", "số qđ"}, kRequired),
             date("decision_date", {"ngày quyết định", "ngày qđ"}, kRequired),
             term("authority", {"cấp quyết định"}, "authority"), term("mode", {"loại hình"}, "mode"),
             text("movement", {"phong trào"}), text("citation", {"thành tích"}), text("rank", {"cấp bậc"}),
             text("position", {"chức vụ"}), term("target_group", {"nhóm đối tượng"}, "target-group"),
             text("submitting_unit", {"đơn vị trình"}), text("certificate_no", {"số bằng"}),
             number("amount", {"tiền thưởng"}), yes("posthumous", {"truy tặng"}),
             term("marking", {"độ mật"}, "marking"), yes("public", {"công khai"})}};
}

ListKind ratings() { return {"ratings", {subject(), year(), term("rating", {"xếp loại"}, "rating", kRequired)}}; }

ListKind initiatives()
{
    return {"initiatives",
            {subject(), year(), text("title", {"tên"}, kRequired),
             term("level", {"cấp công nhận"}, "initiative-level", kRequired),
             term("kind", {"loại"}, "initiative-kind"), number("share", {"tỷ lệ đóng góp"}),
             text("decision_no", {"số quyết định", "số qđ"}), date("decision_date", {"ngày quyết định", "ngày qđ"})}};
}

ListKind disciplines()
{
    return {"disciplines",
            {subject(), term("kind", {"hình thức kỷ luật"}, "discipline", kRequired), from_day(), to_day()}};
}

ListKind absences()
{
    return {"absences",
            {person(), term("kind", {"loại"}, "absence", kRequired), from_day(), to_day(),
             term("result", {"kết quả"}, "study-result")}};
}

ListKind transfers()
{
    return {"transfers",
            {person(), code("from_unit", {"từ đơn vị", "đơn vị cũ"}, kRequired),
             code("to_unit", {"đến đơn vị", "đơn vị mới"}, kRequired), date("on", {"ngày"}, kRequired),
             yes("opinion", {"nhận xét"})}};
}

ListKind pending()
{
    return {"pending",
            {subject(), term("kind", {"loại"}, "pending", kRequired), from_day(), date("cleared", {"ngày kết luận"})}};
}

ListKind blocks()
{
    Column unit = key("unit", {"đơn vị"});
    return {"blocks",
            {name_of_subject("block", {"khối"}, kRequired), term("level", {"cấp"}, "block-level"), year(), unit,
             term("role", {"vai trò"}, "block-role"), number("rank", {"hạng"})}};
}

ListKind completeness()
{
    return {"completeness", {key("unit", {"đơn vị"}), text("kind", {"loại số liệu", "loại"}, kRequired), year()}};
}

ListKind unit_years()
{
    return {"unit_years",
            {key("unit", {"đơn vị"}), year(), yes("party_clean", {"tổ chức đảng trong sạch"}),
             number("total", {"tổng số"}), number("completed", {"hoàn thành"}), number("advanced", {"tiên tiến"}),
             number("cstd_co_so", {"cstđ cơ sở"}), number("disciplined", {"kỷ luật"})}};
}

}  // namespace

std::optional<std::size_t> ListKind::find(std::string_view column) const
{
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].name == column) return i;
    }
    return std::nullopt;
}

std::size_t ListKind::at(std::string_view column) const
{
    if (auto const index = find(column)) return *index;
    throw std::logic_error(std::string{name} + " has no column " + std::string{column});
}

std::span<ListKind const> list_kinds()
{
    static std::vector<ListKind> const kinds{units(),       persons(),  posts(),     awards(),  ratings(),
                                             initiatives(), disciplines(), absences(), transfers(), pending(),
                                             blocks(),      completeness(), unit_years()};
    return kinds;
}

ListKind const* find_kind(std::string_view name)
{
    for (auto const& kind : list_kinds()) {
        if (kind.name == name) return &kind;
    }
    return nullptr;
}

}  // namespace thidua::intake
