#include "documents/archive_writer.h"

#include "documents/archive.h"

#include <gtest/gtest.h>

namespace thidua::documents {
namespace {

TEST(ArchiveWriter, WhatGoesInComesOutUnderItsName)
{
    std::vector<ArchivePart> const parts{{"1-kế-hoạch.html", "<p>Một</p>"},
                                         {"trống.txt", ""},
                                         {"to.bin", std::string(100'000, 'x')}};
    auto const bytes = write_archive(parts);
    Limits const limits;
    auto const archive = Archive::open(bytes, limits);
    ASSERT_TRUE(archive);
    for (auto const& part : parts) {
        std::string found;
        auto const read = archive->read(part.name, [&](std::string_view piece) {
            found += piece;
            return true;
        });
        EXPECT_TRUE(read) << part.name;
        EXPECT_EQ(found, part.bytes) << part.name;
    }
    EXPECT_FALSE(archive->has("khác.html"));
    EXPECT_EQ(bytes, write_archive(parts)) << "no clock in it";
}

}  // namespace
}  // namespace thidua::documents
