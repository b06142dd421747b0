// SPDX-License-Identifier: GPL-3.0-or-later
// How the parts of the editor act: they send commands, and the editor view shows what came of it. [main]
#pragma once

#include <nlohmann/json.hpp>

namespace harp::gui
{

class Sender
{
public:
    virtual ~Sender() = default;

    // Sends one command; when it is refused the reason is shown. True when it was carried out.
    virtual bool send (const nlohmann::json& command) = 0;

    // Sends it, asking for consent first when audio would leave the computer. Not while a value that was typed is refused.
    virtual void process() = 0;
};

} // namespace harp::gui
