// SPDX-License-Identifier: MIT
// Descriptors that no other process of this host inherits by accident. [any] thread.
#pragma once

namespace harp::bridge
{

struct Pair
{
    int ours = -1;
    int theirs = -1;
};

// Two connected stream sockets, close-on-exec from the start and both above the standard descriptors and 3, so that
// nothing that is placed at a fixed number for a child can overwrite them. False when descriptors ran out.
bool makePair (Pair& pair);

// Closes and forgets; -1 is ignored.
void closeDescriptor (int& descriptor) noexcept;

} // namespace harp::bridge
