// SPDX-License-Identifier: MIT
#include "worker/Descriptors.h"

#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__)
 #include <sys/syscall.h>
#endif

namespace harp::bridge::worker
{

void closeDescriptorsAbove (int last) noexcept
{
#if defined(SYS_close_range)
    if (syscall (SYS_close_range, static_cast<unsigned> (last + 1), ~0u, 0u) == 0)
        return;
#endif

    const long open = sysconf (_SC_OPEN_MAX);

    for (int descriptor = last + 1; descriptor < (open > 0 && open < 65536 ? open : 65536); ++descriptor)
        close (descriptor);
}

bool isSocket (int descriptor) noexcept
{
    struct stat info {};
    return fstat (descriptor, &info) == 0 && S_ISSOCK (info.st_mode);
}

} // namespace harp::bridge::worker
