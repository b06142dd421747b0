// SPDX-License-Identifier: MIT
// For threads that live in somebody else's program. Called by the thread itself.
#pragma once

#include <csignal>
#include <pthread.h>

namespace harp::bridge
{

// The host's signals are for the host's threads; and writing to a connection that was closed must not end the host
// (SIGPIPE). Threads started from here inherit this. Faults still reach who made them.
inline void blockSignalsInThisThread()
{
    sigset_t signals;
    sigfillset (&signals);

    for (const int fault : { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT })
        sigdelset (&signals, fault);

    pthread_sigmask (SIG_BLOCK, &signals, nullptr);
}

} // namespace harp::bridge
