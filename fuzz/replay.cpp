// Stands in for libFuzzer under GCC: runs every file of the corpus folders given, then a fixed number
// of mutations of each. The same ones every time, so that a run can be repeated: THIDUA_SEED sets
// others, THIDUA_LONG draws new ones; the seed is printed.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

constexpr int kMutations = 200;  // per file

void run(std::string const& input)
{
    LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(input.data()), input.size());
}

// A few bytes set, a piece cut out or doubled.
std::string mutated(std::string input, std::mt19937_64& random)
{
    for (auto steps = random() % 4 + 1; steps > 0 && !input.empty(); --steps) {
        auto const at = random() % input.size();
        auto const length = std::min<std::size_t>(input.size() - at, random() % 32 + 1);
        switch (random() % 3) {
        case 0: input[at] = static_cast<char>(random()); break;
        case 1: input.erase(at, length); break;
        case 2: input.insert(at, input.substr(at, length)); break;
        }
    }
    return input;
}

}  // namespace

int main(int argc, char** argv)
{
    auto const* const given = std::getenv("THIDUA_SEED");
    auto const* const drawn = std::getenv("THIDUA_LONG");
    std::uint64_t seed = drawn != nullptr && *drawn != '\0' ? std::random_device{}() : 1;
    if (given != nullptr) seed = std::strtoull(given, nullptr, 10);
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    std::mt19937_64 random{seed};
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        std::vector<std::filesystem::path> files;
        for (auto const& entry : std::filesystem::directory_iterator{argv[i]}) files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        for (auto const& path : files) {
            std::ifstream file{path, std::ios::binary};
            std::string const input{std::istreambuf_iterator<char>{file}, {}};
            run(input);
            for (int n = 0; n < kMutations; ++n) run(mutated(input, random));
            ++count;
        }
    }
    std::printf("%d inputs, %d mutations each\n", count, kMutations);
    return count > 0 ? 0 : 1;
}
