// SPDX-License-Identifier: GPL-3.0-or-later
// Tells a debugging host that it broke a rule of ARA; without such a host nothing happens. [any but audio] thread.
#pragma once

#include <ARA_API/ARAInterface.h>

namespace harp::ara
{

enum class Misuse : ARA::ARAAssertCategory
{
    unspecified = ARA::kARAAssertUnspecified,
    argument = ARA::kARAAssertInvalidArgument,
    state = ARA::kARAAssertInvalidState,
    thread = ARA::kARAAssertInvalidThread
};

// Where the host keeps its assert function; may be nullptr and may point to nullptr.
void setHostAssert (ARA::ARAAssertFunction* address) noexcept;

void hostAssert (Misuse, const void* object, const char* diagnosis) noexcept;

} // namespace harp::ara
