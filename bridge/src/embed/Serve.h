// SPDX-License-Identifier: MIT
// Serves the worker protocol with an embedded Python: the same code in a process of its own and inside a host.
#pragma once

#include <string>

namespace harp::bridge::embed
{

struct Options
{
    std::string python;     // <environment>/bin/python; the interpreter lives in that environment
    std::string searchPath; // folders, separated like PATH, that come before the environment's own; usually empty
    int descriptor = -1;    // one end of a stream socket; stays the caller's, Python gets a copy
};

// Starts the interpreter when none runs yet and serves until the other end closes or says quit. Blocks; [worker] thread
// that may hold the interpreter, with none of its locks held. Returns an empty string, or for developers what went
// wrong; what keeps it from starting has then been said on the socket too.
std::string run (const Options& options);

// Runs what Python registered for the end of the program. Only for a process that ends with its interpreter.
void runExitFunctions();

} // namespace harp::bridge::embed
