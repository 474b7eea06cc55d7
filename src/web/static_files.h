// The browser files the program carries (web/dist), served under /assets/ with their compressed
// forms.
#pragma once

#include "web/message.h"

#include <map>
#include <string>
#include <string_view>

namespace thidua::web {

class StaticFiles {
public:
    StaticFiles();
    // `name` is the path below /assets/. 404 without a body for a name that is not there.
    Response answer(RawRequest const& raw, std::string_view name) const;

private:
    struct File {
        std::string_view plain;
        std::string_view gzip;
        std::string_view brotli;
        std::string etag;
    };
    std::map<std::string, File, std::less<>> files_;
};

std::string_view media_type(std::string_view filename);

}  // namespace thidua::web
