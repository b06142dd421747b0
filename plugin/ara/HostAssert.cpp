// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostAssert.h"

#include <atomic>

namespace harp::ara
{

namespace
{
std::atomic<ARA::ARAAssertFunction*> assertAddress { nullptr };
} // namespace

void setHostAssert (ARA::ARAAssertFunction* address) noexcept
{
    assertAddress.store (address);
}

void hostAssert (Misuse kind, const void* object, const char* diagnosis) noexcept
{
    // The host may change the function at any time, so it is looked up for every call.
    const auto* address = assertAddress.load();

    if (address != nullptr && *address != nullptr)
        (*address) (static_cast<ARA::ARAAssertCategory> (kind), object, diagnosis);
}

} // namespace harp::ara
