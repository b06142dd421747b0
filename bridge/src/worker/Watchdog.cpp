// SPDX-License-Identifier: MIT
#include "worker/Watchdog.h"

#include <chrono>
#include <csignal>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace harp::bridge::worker
{

namespace
{

#if defined(POLLRDHUP)
constexpr short hangUp = POLLRDHUP;
#else
constexpr short hangUp = 0; // POLLHUP is always reported
#endif

void watch (int descriptor)
{
    pollfd watched { descriptor, hangUp, 0 };

    while ((watched.revents & (hangUp | POLLHUP | POLLERR | POLLNVAL)) == 0)
        poll (&watched, 1, -1);

    std::this_thread::sleep_for (std::chrono::seconds (2));

    if (getpgrp() == getpid())
        ::kill (0, SIGKILL);

    _exit (0);
}

} // namespace

void watchForHangUp (int descriptor)
{
    // The one thread that is never joined: it ends with the process, or ends it.
    std::thread (watch, descriptor).detach();
}

} // namespace harp::bridge::worker
