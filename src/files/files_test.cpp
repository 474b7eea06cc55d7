#include "files/files.h"

#include "base/random.h"
#include "files/media_type.h"
#include "http/testing/pages.h"
#include "storage/testing/fixture.h"

namespace thidua::files {
namespace {

std::string const kPdf = "%PDF-1.7\nmột hai ba";

std::string office_file(std::string const& part, std::string const& more = "")
{
    return std::string{"PK\x03\x04", 4} + "….[Content_Types].xml…." + part + "…." + more;
}

TEST(MediaType, IsFoundFromTheBytes)
{
    EXPECT_EQ(media_type_of(kPdf), "application/pdf");
    EXPECT_EQ(media_type_of("\xFF\xD8\xFF\xE0"), "image/jpeg");
    EXPECT_EQ(media_type_of("\x89PNG\r\n\x1A\n…"), "image/png");
    EXPECT_EQ(media_type_of(office_file("word/document.xml")),
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    EXPECT_EQ(media_type_of(office_file("xl/workbook.xml")),
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

TEST(MediaType, RefusesEverythingElse)
{
    EXPECT_FALSE(media_type_of("<html>%PDF-"));
    EXPECT_FALSE(media_type_of("MZ…"));
    EXPECT_FALSE(media_type_of(office_file("anything")));
    EXPECT_FALSE(media_type_of(office_file("word/document.xml", "word/vbaProject.bin")));
    EXPECT_FALSE(media_type_of(""));
}

class FilesTest : public storage::testing::MigratedTest {
protected:
    Result<File> put(NewFile const& file, std::string_view bytes)
    {
        return db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, clerk_, Instant{1000}};
            return store(act, file, bytes);
        });
    }
    std::size_t count(access::Actor const& actor, std::string_view owner)
    {
        return db().read(
            [&](storage::Transaction& tx) { return files_of(tx, actor, owner).size(); });
    }

    access::Actor clerk_ = http::testing::actor_with({access::Permission::WriteRegister}, "clerk");
};
THIDUA_ON_EACH_ENGINE(FilesTest);

TEST_P(FilesTest, GivesBackWhatWasStored)
{
    auto bytes = kPdf;
    while (bytes.size() < 3 * kChunk) bytes += bytes;
    auto const file =
        put({.owner = "decision:x", .name = "C:\\thư mục\\Quyết định 512.pdf"}, bytes).value();
    EXPECT_EQ(file.name, "Quyết định 512.pdf");
    db().read([&](storage::Transaction& tx) {
        auto const found = find_file(tx, clerk_, "decision:x", file.ref);
        ASSERT_TRUE(found);
        EXPECT_EQ(found->added_by, "clerk");
        EXPECT_EQ(content(tx, *found), bytes);
        auto const shown = answer(tx, *found);
        EXPECT_EQ(shown.content_type, "application/pdf");
        EXPECT_TRUE(shown.inline_file);
        EXPECT_GT(tx.integer("SELECT count(*) FROM file_chunk"), 3);
    });
}

TEST_P(FilesTest, IsReachedThroughItsOwnerOnly)
{
    auto const file = put({.owner = "decision:x", .name = "a.pdf"}, kPdf).value();
    db().read([&](storage::Transaction& tx) {
        EXPECT_FALSE(find_file(tx, clerk_, "decision:y", file.ref));
    });
    EXPECT_EQ(count(clerk_, "decision:y"), 0U);
}

TEST_P(FilesTest, AMarkedFileIsHiddenWithoutClearance)
{
    auto const file =
        put({.owner = "decision:x", .name = "mat.pdf", .marking = access::Marking::Mat}, kPdf)
            .value();
    EXPECT_EQ(count(clerk_, "decision:x"), 0U);
    db().read([&](storage::Transaction& tx) {
        EXPECT_FALSE(find_file(tx, clerk_, "decision:x", file.ref));
        EXPECT_EQ(tx.text("SELECT after FROM audit_line")->find("mat.pdf"), std::string::npos);
    });
    clerk_.clearance = access::Marking::Mat;
    EXPECT_EQ(count(clerk_, "decision:x"), 1U);
}

TEST_P(FilesTest, RefusesWhatItDoesNotKeep)
{
    EXPECT_EQ(put({.owner = "x", .name = "a"}, "").error().problems.front().key,
              "files.error.empty");
    EXPECT_EQ(put({.owner = "x", .name = "a.pdf"}, "#!/bin/sh").error().problems.front().key,
              "files.error.type");
    EXPECT_EQ(put({.owner = "x", .name = "a.pdf"}, kPdf + std::string(kLargestFile, ' '))
                  .error()
                  .problems.front()
                  .key,
              "files.error.too-large");
    EXPECT_EQ(count(clerk_, "x"), 0U);
}

TEST_P(FilesTest, TheSameFileTwiceHasTwoAddresses)
{
    auto const first = put({.owner = "x", .name = "a.pdf"}, kPdf).value();
    auto const second = put({.owner = "x", .name = "a.pdf"}, kPdf).value();
    EXPECT_NE(first.ref, second.ref);
    db().write([&](storage::Transaction& tx) {
        audit::Act act{tx, clerk_, Instant{2000}};
        remove(act, first);
    });
    EXPECT_TRUE(put({.owner = "x", .name = "a.pdf"}, kPdf));
    EXPECT_EQ(count(clerk_, "x"), 2U);
}

TEST_P(FilesTest, ARemovedFileLeavesOnlyItsLine)
{
    auto const file = put({.owner = "x", .name = "a.pdf"}, kPdf).value();
    db().write([&](storage::Transaction& tx) {
        audit::Act act{tx, clerk_, Instant{2000}};
        remove(act, file);
    });
    EXPECT_EQ(count(clerk_, "x"), 0U);
    db().read([](storage::Transaction& tx) {
        EXPECT_EQ(tx.integer("SELECT count(*) FROM file_chunk"), 0);
        EXPECT_EQ(tx.integer("SELECT count(*) FROM audit_line WHERE what = 'files.remove'"), 1);
    });
}

}  // namespace
}  // namespace thidua::files
