// SPDX-License-Identifier: MIT
// harp_doomed_host WORKER PYTHON VALUES: starts a job, prints its own and the worker's process id, and waits to be killed.
#include "Harness.h"

#include <cstdio>
#include <unistd.h>

int main (int count, char** arguments)
{
    using namespace harp::test;

    if (count != 4)
        return 2;

    Config config;
    config.worker = arguments[1];
    config.python = arguments[2];
    Bridge bridge (config);
    ProcessEar ear;
    bridge.submit (request (arguments[3], {}), ear.onProgress(), ear.onEnd());

    if (! ear.waitForProgress())
        return 1;

    std::printf ("%d %d\n", static_cast<int> (getpid()), bridge.workerPid());
    std::fflush (stdout);

    for (;;)
        pause();
}
