// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrowserStateJson.h"

#include "StateWriter.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace harp::shell
{

using Json = nlohmann::json;

namespace
{

const char* phaseName (processing::LoadState::Phase phase)
{
    switch (phase)
    {
        case processing::LoadState::Phase::idle:    return "idle";
        case processing::LoadState::Phase::loading: return "loading";
        case processing::LoadState::Phase::ready:   return "ready";
        case processing::LoadState::Phase::failed:  return "failed";
    }

    return "";
}

Json modelJson (const model::ListedModel& model)
{
    return { { "name", model.name },
             { "address", model.address },
             { "description", model.description },
             { "author", model.author },
             { "licence", model.licence },
             { "tags", model.tags },
             { "inputs", model.inputs },
             { "outputs", model.outputs } };
}

} // namespace

Json browserJson (const processing::BrowserState& s, const std::string& remembered)
{
    static const model::ModelList nothing;
    const auto& list = s.list != nullptr ? *s.list : nothing;
    auto models = Json::array();

    for (std::size_t i = 0; i < std::min (s.found.size(), mostShownModels); ++i)
        models.push_back (modelJson (list.models[s.found[i]]));

    return { { "phase", phaseName (s.load.phase) },
             { "address", s.load.phase == processing::LoadState::Phase::idle ? remembered : s.load.address },
             { "error", s.load.error ? errorJson (*s.load.error) : Json() },
             { "name", list.name },
             { "description", list.description },
             { "updated", list.updated },
             { "notes", list.notes },
             { "words", s.words },
             { "count", list.models.size() },
             { "found", s.found.size() },
             { "models", models } };
}

} // namespace harp::shell
