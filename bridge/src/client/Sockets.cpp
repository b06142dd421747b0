// SPDX-License-Identifier: MIT
#include "client/Sockets.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace harp::bridge
{

namespace
{

constexpr int firstFree = 10;

bool moveUp (int& descriptor)
{
    if (descriptor >= firstFree)
        return true;

    const int higher = fcntl (descriptor, F_DUPFD_CLOEXEC, firstFree);
    close (descriptor);
    descriptor = higher;
    return higher >= 0;
}

} // namespace

bool makePair (Pair& pair)
{
    int ends[2] = { -1, -1 };

#if defined(SOCK_CLOEXEC)
    if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
#else
    if (socketpair (AF_UNIX, SOCK_STREAM, 0, ends) != 0)
        return false;

    for (int end : ends)
    {
        const int on = 1;
        fcntl (end, F_SETFD, FD_CLOEXEC);
        setsockopt (end, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
    }
#endif

    const bool first = moveUp (ends[0]);
    const bool second = moveUp (ends[1]);
    pair = { ends[0], ends[1] };

    if (first && second)
        return true;

    closeDescriptor (pair.ours);
    closeDescriptor (pair.theirs);
    return false;
}

void closeDescriptor (int& descriptor) noexcept
{
    if (descriptor >= 0)
        close (descriptor);

    descriptor = -1;
}

} // namespace harp::bridge
