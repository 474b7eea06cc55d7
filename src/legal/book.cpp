#include "legal/book.h"

#include "base/random.h"

namespace thidua::legal {

std::string version_of(std::vector<law::PackFile> const& files)
{
    std::string content;
    for (auto const& file : files) {
        content += file.name + '\n' + std::to_string(file.bytes.size()) + '\n' + file.bytes;
    }
    return sha256_hex(content).substr(0, 12);
}

std::shared_ptr<law::LawBook const> book_for(storage::Transaction&, Date, std::string_view)
{
    return {std::shared_ptr<void>{}, &law::built_in()};
}

std::string pack_version(storage::Transaction&, Date)
{
    static auto const version = version_of(law::built_in_files());
    return version;
}

}  // namespace thidua::legal
