// SPDX-License-Identifier: GPL-3.0-or-later
// A command surface that shows prepared states and remembers what it was told. [main]
#pragma once

#include <nlohmann/json.hpp>
#include <shell/commands/CommandSurface.h>

#include <map>
#include <vector>

namespace harp::test
{

class ScriptedSurface final : public shell::CommandSurface
{
public:
    // The next state that the editor gets to see; the revision is counted here.
    void setState (nlohmann::json);

    // The next command with this `do` is refused with this error.
    void refuseNext (const std::string& verb, nlohmann::json error);

    const std::vector<nlohmann::json>& commands() const { return received; }

    std::string command (const std::string& json) override;
    std::string state (std::int64_t since) override;

private:
    nlohmann::json shown;
    std::int64_t revision = 0;
    std::map<std::string, nlohmann::json> refusals;
    std::vector<nlohmann::json> received;
};

} // namespace harp::test
