// SPDX-License-Identifier: GPL-3.0-or-later
// The one way in which anybody drives a document: commands in, state out, both as JSON.
//
// The editor, programs and tests send the same commands and read the same state. [any but audio] thread; nothing blocks.
// Replies: {"ok":true,"id":n, ...} or {"ok":false,"id":n,"error":{"code","sentence","next","message","detail"}}.
#pragma once

#include <cstdint>
#include <string>

namespace harp::shell
{

class CommandSurface
{
public:
    virtual ~CommandSurface() = default;

    virtual std::string command (const std::string& json) = 0;

    // The whole state when its revision is above `since`, otherwise {"revision":n} alone. A negative `since` always gets all.
    virtual std::string state (std::int64_t since) = 0;
};

} // namespace harp::shell
