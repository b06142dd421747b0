// SPDX-License-Identifier: MIT
// What the parts of Document that edit the graph share. [model]
#pragma once

#include "HostError.h"

#include <string>

namespace harp::host
{

// An empty name crosses the border as NULL, as hosts do.
inline const char* textOrNull (const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

template <typename Object>
void requireAlive (const Object& object, const char* what)
{
    if (! object.alive)
        throw HostError (std::string ("This ") + what + " has been destroyed");
}

} // namespace harp::host
