// SPDX-License-Identifier: GPL-3.0-or-later
#include "ThreadRole.h"

namespace harp::core
{

namespace
{

// The first access on an audio thread must not allocate: no destructor, and (where a loaded library would otherwise get its
// thread locals from the heap on first use) room in the static block.
#if defined(__linux__)
__attribute__ ((tls_model ("initial-exec")))
#endif
thread_local constinit ThreadRole role = ThreadRole::none;

} // namespace

ThreadRole& currentThreadRole() noexcept
{
    return role;
}

} // namespace harp::core
