// The parts of a zip file in memory, unpacked piece by piece and never beyond what the limits allow.
#pragma once

#include "base/result.h"
#include "documents/workbook.h"

#include <zip.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace thidua::documents {

class Archive {
public:
    // `bytes` must outlive the archive. BadInput "intake.file.damaged" for what is no zip file.
    static Result<Archive> open(std::string_view bytes, Limits const& limits);

    bool has(std::string const& part) const;
    // The first part whose name begins so; nothing when there is none.
    std::optional<std::string> first_below(std::string_view prefix) const;
    // Feeds the part to `take`, which says whether to go on.
    // BadInput "intake.file.damaged", "intake.file.bomb".
    Result<void> read(std::string const& part, std::function<bool(std::string_view piece)> const& take) const;

private:
    struct Discard {
        void operator()(zip_t* zip) const { zip_discard(zip); }
    };
    Archive(std::unique_ptr<zip_t, Discard> zip, Limits const& limits) : zip_(std::move(zip)), limits_(&limits) {}

    std::unique_ptr<zip_t, Discard> zip_;
    Limits const* limits_;
};

}  // namespace thidua::documents
