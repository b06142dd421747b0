// SPDX-License-Identifier: GPL-3.0-or-later
// What the functions that stand in front of the C library's share: is this thread watched, and who calls. [any]
#pragma once

#include <atomic>
#include <cstdint>
#include <dlfcn.h>

#define GUARD_EXPORT extern "C" __attribute__ ((visibility ("default")))

// The initial-exec model never allocates for a thread's first access, which malloc itself could not bear.
#define GUARD_LOCAL __attribute__ ((tls_model ("initial-exec"))) thread_local

namespace guard
{

extern constinit GUARD_LOCAL bool watching;

// Writes a line for the report; what it does itself is no violation.
void violation (const char* kind, const char* what, long number = -1);

// Where the code of the plug-in lies: the module that last marked a span. Nothing before the first mark.
struct CodeOfThePlugin
{
    std::atomic<std::uintptr_t> start { 0 }, end { 0 };

    bool contains (const void* address) const noexcept
    {
        const auto place = reinterpret_cast<std::uintptr_t> (address);
        return place >= start.load (std::memory_order_relaxed) && place < end.load (std::memory_order_relaxed);
    }
};

extern constinit CodeOfThePlugin codeOfThePlugin;

// Makes the module that holds `address` the plug-in. Takes the loader's lock: never within a span.
void findThePlugin (const void* address);

// How often the plug-in itself has called one function, within a span or not.
struct Calls
{
    constexpr explicit Calls (const char* functionName) noexcept : name (functionName) {}

    void add() noexcept;

    const char* const name;
    std::atomic<long> number { 0 };
    Calls* next = nullptr;
};

void reportCalls (int file);

template <typename Function>
Function real (const char* name)
{
    return reinterpret_cast<Function> (dlsym (RTLD_NEXT, name));
}

} // namespace guard

// First in each of these functions: the return address is that of its caller only there.
#define GUARD_NOTE(kind, name)                                                      \
    static constinit guard::Calls calls { name };                                   \
                                                                                    \
    if (guard::codeOfThePlugin.contains (__builtin_return_address (0)))             \
        calls.add();                                                                \
                                                                                    \
    if (guard::watching)                                                            \
        guard::violation (kind, name)
