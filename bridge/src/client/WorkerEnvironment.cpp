// SPDX-License-Identifier: MIT
#include "client/WorkerEnvironment.h"

#include <string_view>

namespace harp::bridge
{

std::vector<std::string> workerEnvironment (const char* const* entries)
{
    std::vector<std::string> kept;

    for (; entries != nullptr && *entries != nullptr; ++entries)
    {
        const std::string_view entry (*entries);
        bool keep = true;

        for (const std::string_view prefix : { "PYTHON", "LD_", "DYLD_", "HARP_" })
            keep = keep && ! entry.starts_with (prefix);

        if (keep || entry.starts_with ("HARP_BRIDGE_"))
            kept.emplace_back (entry);
    }

    return kept;
}

} // namespace harp::bridge
