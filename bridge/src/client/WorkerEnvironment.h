// SPDX-License-Identifier: MIT
// The environment variables that a worker inherits. [any] thread.
#pragma once

#include <string>
#include <vector>

namespace harp::bridge
{

// Of the entries "NAME=value" those that a worker may see: nothing that changes which Python or library it loads, and
// of our own names only HARP_BRIDGE_*.
std::vector<std::string> workerEnvironment (const char* const* entries);

} // namespace harp::bridge
