#include "base/text.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace thidua {

TEST(Text, OneKeyForAllWaysOfTypingAName)
{
    auto const key = search_key("Nguyễn Đức Ánh");
    EXPECT_EQ(key, "nguyen duc anh");
    for (auto const* same : {"NGUYỄN ĐỨC ÁNH", "nguyen duc anh", "Nguye\u0302\u0303n  Đư\u0301c\u00A0Ánh ",
                             "Nguyễn Ðức Ánh", "Nguyễn Ɖức Ánh"}) {
        EXPECT_EQ(search_key(same), key) << same;
    }
}

TEST(Text, FoldKeepsDiacritics)
{
    EXPECT_EQ(fold("  BẰNG  Khen "), fold("bằng khen"));
    EXPECT_EQ(fold("Ðơn vị"), fold("Đơn vị"));
    EXPECT_EQ(fold("Ba\u0306\u0300ng"), fold("bằng"));
    EXPECT_NE(fold("Cộng"), fold("Công"));
    EXPECT_NE(fold("đ"), fold("d"));
}

TEST(Text, TidyDropsWhatCannotBeSeen)
{
    EXPECT_EQ(tidy(" a\t\nb\u200B c\u00A0 "), "a b c");
    EXPECT_EQ(tidy("plain text"), "plain text");
    EXPECT_EQ(tidy("   "), "");
    EXPECT_TRUE(is_valid_utf8(tidy("bad \xC3( byte")));
}

TEST(Text, NamesSortByGivenNameInVietnameseOrder)
{
    std::vector<std::string> names = {"Trần Văn Đức", "Lê Thị Dung", "Phạm An", "Nguyễn Văn Dung", "Võ Ân", "Đỗ Ẩn"};
    std::sort(names.begin(), names.end(),
              [](auto const& a, auto const& b) { return name_sort_key(a) < name_sort_key(b); });
    EXPECT_EQ(names, (std::vector<std::string>{"Phạm An", "Đỗ Ẩn", "Võ Ân", "Lê Thị Dung", "Nguyễn Văn Dung",
                                               "Trần Văn Đức"}));
}

TEST(Text, WordsOfANumberArePartedAtItsMarks)
{
    EXPECT_EQ(search_words("512/QĐ-BCY"), (std::vector<std::string>{"512", "qd", "bcy"}));
    EXPECT_TRUE(search_words(" - / ").empty());
}

TEST(Text, OldEncodingsAreSeenAndGoodVietnameseIsNot)
{
    for (auto const* bad : {"B»ng khen", "NguyÔn V¨n", "®¬n vÞ", "ChiÕn sÜ thi ®ua c¬ së", "vµ", "c¸ nh©n",
                            "Nguyeãn Vaên Tuaán aâ", "Cao Tuaán", "Nguyeãn", "Vaên", "Cöôøng", "NGUYEÃN", "Moät", "TrÇn", "HuÖ", "TrÇn ThÞ", "Thi ñua oâng", "Chieán só uû"}) {
        EXPECT_TRUE(is_garbled(bad)) << bad;
    }
    for (auto const* good : {"Nguyễn Xuân Tuấn", "Bằng khen của Trưởng ban", "tuần tra", "khuân vác", "«Thi đua» yêu nước",
                             "Oracle® 9", "Phòng Kỹ thuật 1", "Đơn vị quyết thắng", "Quản lý", "Huỳnh Thúy", "quân y", "hoá chất", "Hoà Bình", "khoá", "Michaël", "François Müller", "NGUYỄN ÁI", "Phòng KỸ THUẬT", "TỔ Ô TÔ", ""}) {
        EXPECT_FALSE(is_garbled(good)) << good;
    }
}

TEST(Text, CountsCharactersAndSplits)
{
    EXPECT_EQ(count_characters("Đức"), 3u);
    EXPECT_EQ(split("a;;b", ';'), (std::vector<std::string_view>{"a", "", "b"}));
    EXPECT_EQ(trim("\t x \n"), "x");
}

}  // namespace thidua
