// Work done once per distinct text of a workbook, whatever the number of cells that hold it.
#pragma once

#include "documents/workbook.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace thidua::intake {

class Texts {
public:
    using Id = documents::StringPool::Id;

    explicit Texts(documents::StringPool pool) : pool_(std::move(pool)) {}

    documents::StringPool const& pool() const { return pool_; }
    std::string_view view(Id id) const { return pool_.view(id); }
    Id intern(std::string_view text) { return pool_.intern(text); }
    // thidua::tidy and thidua::fold: equal texts have equal numbers.
    Id tidied(Id id) { return memo(tidied_, id, Work::Tidy); }
    Id folded(Id id) { return memo(folded_, id, Work::Fold); }
    bool is_garbled(Id id);

private:
    enum class Work { Tidy, Fold };
    Id memo(std::vector<Id>& known, Id id, Work work);

    documents::StringPool pool_;
    std::vector<Id> tidied_;
    std::vector<Id> folded_;
    std::vector<std::int8_t> garbled_;
};

}  // namespace thidua::intake
