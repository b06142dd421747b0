// SPDX-License-Identifier: MIT
// What the worker inherited. Called once at the start of the program.
#pragma once

namespace harp::bridge::worker
{

// Closes every descriptor above `last`: files, sockets and devices of a host are none of the worker's business.
void closeDescriptorsAbove (int last) noexcept;

bool isSocket (int descriptor) noexcept;

} // namespace harp::bridge::worker
