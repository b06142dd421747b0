// SPDX-License-Identifier: GPL-3.0-or-later
// Copies what hosts say about objects into values of the model; nothing that a damaged host sends gets past here. [model] thread.
#pragma once

#include "HostAssert.h"

#include <ARA_API/ARAInterface.h>
#include <model/Arrangement.h>

#include <optional>
#include <string>

namespace harp::ara
{

// Empty for NULL; bytes that are not UTF-8 become U+FFFD.
std::string textFrom (ARA::ARAUtf8String);

// Compared by value and therefore taken as it is; empty, and told to the host, for NULL.
std::string persistentIdFrom (ARA::ARAPersistentID);

model::Track trackFrom (const ARA::ARARegionSequenceProperties&);

// Without the reader.
model::Source sourceFrom (const ARA::ARAAudioSourceProperties&);

// Without the references to other objects.
model::Region regionFrom (const ARA::ARAPlaybackRegionProperties&);

// The sequence of a region, NULL from hosts that do not know sequences.
ARA::ARARegionSequenceRef sequenceOf (const ARA::ARAPlaybackRegionProperties&) noexcept;

// False, and told to the host, when the structure is missing or shorter than its first version.
template <typename Properties>
bool isUsable (const Properties* properties, ARA::ARASize smallest) noexcept
{
    if (properties != nullptr && properties->structSize >= smallest)
        return true;

    hostAssert (Misuse::argument, properties, "properties are missing or cut off");
    return false;
}

} // namespace harp::ara
