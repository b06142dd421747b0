// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScriptedSurface.h"

namespace harp::test
{

void ScriptedSurface::setState (nlohmann::json next)
{
    shown = std::move (next);
    shown["revision"] = ++revision;
}

void ScriptedSurface::refuseNext (const std::string& verb, nlohmann::json error)
{
    refusals[verb] = std::move (error);
}

std::string ScriptedSurface::command (const std::string& json)
{
    received.push_back (nlohmann::json::parse (json));
    const auto refusal = refusals.find (received.back().value ("do", ""));

    if (refusal == refusals.end())
        return R"({"ok":true,"id":1})";

    const nlohmann::json reply { { "ok", false }, { "id", 1 }, { "error", refusal->second } };
    refusals.erase (refusal);
    return reply.dump();
}

std::string ScriptedSurface::state (std::int64_t since)
{
    return since < revision ? shown.dump() : nlohmann::json ({ { "revision", revision } }).dump();
}

} // namespace harp::test
