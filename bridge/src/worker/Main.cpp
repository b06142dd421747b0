// SPDX-License-Identifier: MIT
// harp_worker --python <environment>/bin/python: serves the worker protocol on descriptor 3 with an embedded Python.
#include "embed/Serve.h"
#include "worker/Descriptors.h"
#include "worker/Watchdog.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <unistd.h>

namespace
{

constexpr int protocolDescriptor = 3;

} // namespace

int main (int argumentCount, char** arguments)
{
    using namespace harp::bridge;

    if (argumentCount != 3 || std::strcmp (arguments[1], "--python") != 0 || ! worker::isSocket (protocolDescriptor))
    {
        std::fputs ("usage: harp_worker --python <environment>/bin/python\n"
                    "HARP starts this program itself, with a socket as descriptor 3.\n", stderr);
        return 2;
    }

    worker::closeDescriptorsAbove (protocolDescriptor);
    std::signal (SIGPIPE, SIG_IGN); // a server that closes its connection is an exception in Python, not an end
    worker::watchForHangUp (protocolDescriptor);

    embed::Options options;
    options.python = std::filesystem::absolute (arguments[2]).string();
    options.descriptor = protocolDescriptor;

    if (const char* folders = std::getenv ("HARP_BRIDGE_PATH"))
        options.searchPath = folders;

    if (chdir ("/") != 0) // the host's folder must stay free to be moved or unmounted
        std::fputs ("harp_worker: stays in the folder of its host\n", stderr);

    const auto problem = embed::run (options);
    embed::runExitFunctions();

    if (! problem.empty())
        std::fprintf (stderr, "harp_worker: %s\n", problem.c_str());

    // Without ending the interpreter: a thread of a model that never returns must not keep the process.
    std::fflush (nullptr);
    _exit (problem.empty() ? 0 : 1);
}
