#include "legal/parameters.h"

#include "legal/book.h"

#include <stdexcept>

namespace thidua::legal {

law::Parameters unsettled_parameters(storage::Transaction& tx, Date received)
{
    auto const book = unsettled_book(tx, received);
    if (book.get() == &law::built_in()) return law::built_in_parameters();
    auto read = law::read_parameters(law_files(tx, received), *book);
    if (!read) throw std::logic_error("active parameters cannot be read");
    return std::move(read).value();
}

law::Parameters parameters_for(storage::Transaction& tx, Date received, std::string_view unit_path)
{
    return law::settle(unsettled_parameters(tx, received),
                       rulings_for(tx, received, unit_path),
                       house_packs(tx, received, unit_path),
                       received);
}

}  // namespace thidua::legal
