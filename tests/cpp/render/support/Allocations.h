// SPDX-License-Identifier: GPL-3.0-or-later
// Counts what the running thread allocates and frees: the test executable replaces operator new and delete, and on Linux
// without sanitizers malloc, calloc, realloc and free as well. [any] thread.
#pragma once

namespace harp::test
{

// Allocations and releases by this thread so far.
long allocationsOfThisThread() noexcept;

} // namespace harp::test
