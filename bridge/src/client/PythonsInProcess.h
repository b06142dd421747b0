// SPDX-License-Identifier: MIT
// Which Python runtimes are mapped into this process, however they were loaded. [any] thread, takes the loader's lock.
#pragma once

#include <string>
#include <vector>

namespace harp::bridge
{

// Resolved paths of the objects (libraries or the program itself) that define a CPython runtime. A runtime linked into
// a program without exporting its symbols cannot be seen.
std::vector<std::string> pythonsInProcess();

} // namespace harp::bridge
