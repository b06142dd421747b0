// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a command from JSON and believes nothing: what is unknown, missing or of the wrong type is command_invalid. [any] thread.
#pragma once

#include "Command.h"

#include <core/Result.h>

namespace harp::shell
{

core::Result<Command> parseCommand (const std::string& json);

} // namespace harp::shell
