// SPDX-License-Identifier: GPL-3.0-or-later
#include "Allocations.h"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace
{

thread_local long counted = 0;

} // namespace

namespace harp::test
{

long allocationsOfThisThread() noexcept
{
    return counted;
}

} // namespace harp::test

#if defined(__linux__) && ! HARP_IS_SANITIZED

// operator new ends up here too.
extern "C"
{
void* __libc_malloc (std::size_t);
void* __libc_calloc (std::size_t, std::size_t);
void* __libc_realloc (void*, std::size_t);
void __libc_free (void*);

void* malloc (std::size_t size) noexcept
{
    ++counted;
    return __libc_malloc (size);
}

void* calloc (std::size_t count, std::size_t size) noexcept
{
    ++counted;
    return __libc_calloc (count, size);
}

void* realloc (void* block, std::size_t size) noexcept
{
    ++counted;
    return __libc_realloc (block, size);
}

void free (void* block) noexcept
{
    ++counted;
    __libc_free (block);
}
}

#elif HARP_IS_SANITIZED

// A sanitizer's allocator is its own and tells who asks.
extern "C" int __sanitizer_install_malloc_and_free_hooks (void (*) (const volatile void*, std::size_t), void (*) (const volatile void*));

namespace
{

[[maybe_unused]] const int hooks = __sanitizer_install_malloc_and_free_hooks ([] (auto, auto) { ++counted; }, [] (auto) { ++counted; });

} // namespace

#else

void* operator new (std::size_t size)
{
    ++counted;

    if (auto* const block = std::malloc (size != 0 ? size : 1))
        return block;

    throw std::bad_alloc();
}

// The library's own would be paired with our delete: a mismatch to a sanitizer.
void* operator new (std::size_t size, const std::nothrow_t&) noexcept
{
    ++counted;
    return std::malloc (size != 0 ? size : 1);
}

void operator delete (void* block) noexcept
{
    ++counted;
    std::free (block);
}

void operator delete (void* block, std::size_t) noexcept
{
    ++counted;
    std::free (block);
}

#endif
