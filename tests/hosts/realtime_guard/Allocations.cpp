// SPDX-License-Identifier: GPL-3.0-or-later
// In front of every function of the C library that allocates or frees. [any]
#include "Guard.h"

#include <cstddef>
#include <cstring>
#include <unistd.h>

namespace guard
{
namespace
{

// Room for the allocations that dlsym makes while the real functions are being looked up.
alignas (16) char early[65536];
std::atomic<std::size_t> earlyUsed { 0 };

bool isEarly (const void* p)
{
    return p >= early && p < early + sizeof (early);
}

void* allocateEarly (std::size_t size)
{
    const auto rounded = (size + 15) & ~std::size_t { 15 };
    const auto start = earlyUsed.fetch_add (rounded);

    if (start + rounded > sizeof (early))
        _exit (98);

    return early + start;
}

} // namespace
} // namespace guard

GUARD_EXPORT void* malloc (std::size_t size)
{
    static void* (*next) (std::size_t) = nullptr;
    GUARD_NOTE ("allocation", "malloc");

    if (next == nullptr)
    {
        static GUARD_LOCAL bool resolving = false;

        if (resolving)
            return guard::allocateEarly (size);

        resolving = true;
        next = guard::real<void* (*) (std::size_t)> ("malloc");
        resolving = false;
    }

    return next (size);
}

GUARD_EXPORT void* calloc (std::size_t count, std::size_t size)
{
    static void* (*next) (std::size_t, std::size_t) = nullptr;
    static bool resolving = false;
    GUARD_NOTE ("allocation", "calloc");

    if (next == nullptr)
    {
        if (resolving)
            return guard::allocateEarly (count * size); // static memory is zero

        resolving = true;
        next = guard::real<void* (*) (std::size_t, std::size_t)> ("calloc");
        resolving = false;
    }

    return next (count, size);
}

GUARD_EXPORT void* realloc (void* block, std::size_t size)
{
    static auto next = guard::real<void* (*) (void*, std::size_t)> ("realloc");
    GUARD_NOTE ("allocation", "realloc");

    if (guard::isEarly (block))
    {
        void* moved = malloc (size);
        const auto available = static_cast<std::size_t> (guard::early + sizeof (guard::early) - static_cast<char*> (block));
        std::memcpy (moved, block, size < available ? size : available);
        return moved;
    }

    return next (block, size);
}

GUARD_EXPORT void free (void* block)
{
    static auto next = guard::real<void (*) (void*)> ("free");

    if (block == nullptr || guard::isEarly (block))
        return;

    GUARD_NOTE ("allocation", "free");
    next (block);
}

// One wrapper for each of the others.
#define GUARD_ALLOCATION(result, name, parameters, arguments)             \
    GUARD_EXPORT result name parameters                                   \
    {                                                                     \
        static auto next = guard::real<result (*) parameters> (#name);    \
        GUARD_NOTE ("allocation", #name);                                 \
        return next arguments;                                            \
    }

GUARD_ALLOCATION (void*, reallocarray, (void* block, std::size_t count, std::size_t size), (block, count, size))
GUARD_ALLOCATION (int, posix_memalign, (void** block, std::size_t alignment, std::size_t size), (block, alignment, size))
GUARD_ALLOCATION (void*, aligned_alloc, (std::size_t alignment, std::size_t size), (alignment, size))
GUARD_ALLOCATION (void*, memalign, (std::size_t alignment, std::size_t size), (alignment, size))
GUARD_ALLOCATION (void*, valloc, (std::size_t size), (size))
GUARD_ALLOCATION (void*, pvalloc, (std::size_t size), (size))

#undef GUARD_ALLOCATION
