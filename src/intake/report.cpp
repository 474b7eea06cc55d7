#include "intake/report.h"

#include "terms/locale.h"

#include <boost/json.hpp>

namespace thidua::intake {

namespace {

namespace json = boost::json;

json::object place(std::string const& sheet, std::uint32_t row)
{
    json::object object{{"row", row}};
    if (!sheet.empty()) object["sheet"] = sheet;
    return object;
}

json::object localised(Remark const& remark, std::string_view language, bool with_column)
{
    auto object = place(remark.sheet, remark.row);
    if (with_column) object["column"] = remark.column.empty() ? json::value(nullptr) : json::value(remark.column);
    object["message"] = terms::text(language, remark.key, remark.args);
    return object;
}

json::array stored(std::vector<Remark> const& remarks)
{
    json::array array;
    for (auto const& remark : remarks) {
        json::object args;
        for (auto const& [name, value] : remark.args) args[name] = value;
        array.push_back(json::array{remark.sheet, remark.row, remark.column, remark.key, std::move(args)});
    }
    return array;
}

std::vector<Remark> remarks_of(json::value const& value)
{
    std::vector<Remark> remarks;
    for (auto const& item : value.as_array()) {
        Remark remark{json::value_to<std::string>(item.at(0)), item.at(1).to_number<std::uint32_t>(),
                      json::value_to<std::string>(item.at(2)), json::value_to<std::string>(item.at(3)), {}};
        for (auto const& arg : item.at(4).as_object())
            remark.args.emplace_back(arg.key(), json::value_to<std::string>(arg.value()));
        remarks.push_back(std::move(remark));
    }
    return remarks;
}

}  // namespace

json::object to_json(Report const& report, std::string_view language)
{
    json::array errors;
    for (auto const& remark : report.errors) errors.push_back(localised(remark, language, true));
    json::array warnings;
    for (auto const& remark : report.warnings) warnings.push_back(localised(remark, language, false));
    json::array skipped;
    for (auto const& row : report.skipped) {
        auto object = place(row.sheet, row.row);
        object["text"] = row.text;
        skipped.push_back(std::move(object));
    }
    return {{"accepted", report.accepted},
            {"rejected", report.rejected},
            {"errors", std::move(errors)},
            {"warnings", std::move(warnings)},
            {"skipped", std::move(skipped)}};
}

std::string to_text(Report const& report, std::string_view language)
{
    std::string text;
    auto say = [&](std::string_view key, Args const& args) { text += terms::text(language, key, args) + "\n"; };
    auto line = [&](std::string const& sheet, std::uint32_t row, std::string const& message) {
        Args args{{"row", std::to_string(row)}, {"message", message}};
        if (!sheet.empty()) args.emplace_back("sheet", sheet);
        say(sheet.empty() ? "intake.report.line" : "intake.report.line-sheet", args);
    };
    auto title = [&](std::string_view key, auto count) { say(key, {{"count", std::to_string(count)}}); };
    title("intake.report.accepted", report.accepted);
    title("intake.report.rejected", report.rejected);
    for (auto const& error : report.errors) line(error.sheet, error.row, terms::text(language, error.key, error.args));
    if (!report.warnings.empty()) title("intake.report.warnings", report.warnings.size());
    for (auto const& warning : report.warnings)
        line(warning.sheet, warning.row, terms::text(language, warning.key, warning.args));
    if (!report.skipped.empty()) title("intake.report.skipped", report.skipped.size());
    for (auto const& row : report.skipped) line(row.sheet, row.row, row.text);
    return text;
}

std::string to_stored(Report const& report)
{
    json::array skipped;
    for (auto const& row : report.skipped) skipped.push_back(json::array{row.sheet, row.row, row.text});
    return json::serialize(json::object{{"accepted", report.accepted},
                                        {"rejected", report.rejected},
                                        {"errors", stored(report.errors)},
                                        {"warnings", stored(report.warnings)},
                                        {"skipped", std::move(skipped)}});
}

Report from_stored(std::string_view text)
{
    Report report;
    auto const value = json::parse(text);
    auto const& object = value.as_object();
    if (!object.contains("errors")) return report;
    report.accepted = object.at("accepted").to_number<std::int64_t>();
    report.rejected = object.at("rejected").to_number<std::int64_t>();
    report.errors = remarks_of(object.at("errors"));
    report.warnings = remarks_of(object.at("warnings"));
    for (auto const& item : object.at("skipped").as_array())
        report.skipped.push_back({json::value_to<std::string>(item.at(0)), item.at(1).to_number<std::uint32_t>(),
                                  json::value_to<std::string>(item.at(2))});
    return report;
}

}  // namespace thidua::intake
