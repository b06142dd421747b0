// SPDX-License-Identifier: MIT
// The one interpreter of this process: started once, isolated from the host's environment, never ended.
#pragma once

#include <string>

namespace harp::bridge::embed
{

// Starts it in the environment of `python` unless it runs already, and leaves it unlocked. [any] thread but a host's;
// only one environment per process. Throws std::runtime_error with a developer's sentence.
void startInterpreter (const std::string& python);

// Puts folders, separated like PATH, before Python's own. Needs the interpreter's lock; throws py::error_already_set.
void addSearchPath (const std::string& folders);

} // namespace harp::bridge::embed
