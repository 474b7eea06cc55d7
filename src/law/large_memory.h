// Memory of a vector that may be very large: then taken in large pages of the system, which are
// quicker to get and to read than very many small ones.
#pragma once

#include <sys/mman.h>
#include <cstddef>
#include <cstdlib>
#include <new>

namespace thidua::law {

template <class T>
struct LargeMemory {
    using value_type = T;
    static constexpr std::size_t kPage = std::size_t{2} << 20;

    LargeMemory() = default;
    template <class U>
    LargeMemory(LargeMemory<U> const&)
    {}

    T* allocate(std::size_t count)
    {
        auto const bytes = count * sizeof(T);
        if (bytes < kPage) return static_cast<T*>(::operator new(bytes));
        auto* const memory = std::aligned_alloc(kPage, (bytes + kPage - 1) / kPage * kPage);
        if (memory == nullptr) throw std::bad_alloc();
        ::madvise(memory, bytes, MADV_HUGEPAGE);  // A wish: without it all is as before.
        return static_cast<T*>(memory);
    }
    void deallocate(T* memory, std::size_t count)
    {
        if (count * sizeof(T) < kPage)
            ::operator delete(memory);
        else
            std::free(memory);
    }
    bool operator==(LargeMemory const&) const = default;
};

}  // namespace thidua::law
