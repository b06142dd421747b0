// SPDX-License-Identifier: GPL-3.0-or-later
#include "StateWriter.h"

#include "BrowserStateJson.h"
#include "ObjectNames.h"
#include "TakeState.h"

#include <processing/HostName.h>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace harp::shell
{

using Json = nlohmann::json;

namespace
{

template <typename T>
Json orNull (const std::optional<T>& value)
{
    return value ? Json (*value) : Json();
}

Json errorOrNull (const std::optional<core::Error>& error)
{
    return error ? errorJson (*error) : Json();
}

Json names (const std::vector<model::RegionId>& regions)
{
    auto result = Json::array();

    for (const auto id : regions)
        result.push_back (nameOf (id));

    return result;
}

const char* phaseOf (const Snapshot& s)
{
    switch (s.load.phase)
    {
        case processing::LoadState::Phase::loading: return "loading";
        case processing::LoadState::Phase::failed:  return "failed";
        case processing::LoadState::Phase::ready:
        case processing::LoadState::Phase::idle:    break;
    }

    // One that came from the archive can be used as it is.
    return s.endpoint.description ? "ready" : "idle";
}

Json endpointJson (const Snapshot& s)
{
    const bool asTyped = s.load.phase == processing::LoadState::Phase::loading || s.load.phase == processing::LoadState::Phase::failed;
    auto values = Json::parse (s.endpoint.valuesJson, nullptr, false);

    return { { "phase", phaseOf (s) },
             { "address", asTyped ? s.load.address : s.endpoint.address },
             { "error", errorOrNull (s.load.error) },
             { "message", s.load.message },
             { "description", s.endpoint.description ? Json::parse (s.endpoint.description->json, nullptr, false) : Json() },
             { "values", values.is_object() ? values : Json::object() } };
}

Json consentJson (const Snapshot& s)
{
    const auto host = s.endpoint.description ? processing::hostOf (s.endpoint.description->address).value_or ("") : std::string();
    const bool local = processing::isThisMachine (host);
    return { { "host", host }, { "local", local }, { "given", local || s.hasConsent } };
}

Json tracksJson (const model::Arrangement& arrangement)
{
    auto result = Json::array();

    for (const auto& [id, track] : arrangement.tracks)
        result.push_back ({ { "id", nameOf (id) }, { "name", track.name }, { "order", track.order }, { "colour", orNull (track.colour) } });

    return result;
}

// The newest job that was made for the region.
Json jobOf (model::RegionId region, const std::vector<processing::Job>& jobs)
{
    processing::JobId newest = 0;

    for (const auto& job : jobs)
        if (std::find (job.regions.begin(), job.regions.end(), region) != job.regions.end())
            newest = std::max (newest, job.id);

    return newest != 0 ? Json (newest) : Json();
}

Json regionsJson (const Snapshot& s)
{
    auto result = Json::array();

    for (const auto& [id, region] : s.arrangement->regions)
    {
        const auto* const modification = s.arrangement->modificationOf (region);
        const auto* const source = modification != nullptr ? s.arrangement->sourceOf (*modification) : nullptr;

        Json json { { "id", nameOf (id) },
                    { "name", region.name },
                    { "track", nameOf (region.track) },
                    { "start", region.start },
                    { "duration", region.duration },
                    { "modification", nameOf (region.modification) },
                    { "startInModification", region.startInModification },
                    { "selected", std::find (s.selection.begin(), s.selection.end(), id) != s.selection.end() },
                    { "available", source != nullptr && source->reader != nullptr && source->reader->isAvailable() },
                    { "job", jobOf (id, s.jobs) } };

        addSound (json, *s.arrangement, region);
        result.push_back (std::move (json));
    }

    return result;
}

Json jobsJson (const std::vector<processing::Job>& jobs)
{
    auto result = Json::array();

    for (const auto& job : jobs)
        result.push_back ({ { "id", job.id },
                            { "regions", names (job.regions) },
                            { "stage", processing::nameOf (job.stage) },
                            { "fraction", orNull (job.fraction) },
                            { "message", job.message },
                            { "rank", orNull (job.queueRank) },
                            { "queueSize", orNull (job.queueSize) },
                            { "eta", orNull (job.etaSeconds) },
                            { "seconds", job.seconds },
                            { "endpoint", job.endpointName },
                            { "error", errorOrNull (job.error) },
                            { "take", job.take } });

    return result;
}

Json noticesJson (const std::vector<Notice>& notices)
{
    auto result = Json::array();

    for (const auto& notice : notices)
        result.push_back ({ { "id", notice.id }, { "error", errorJson (notice.error) } });

    return result;
}

} // namespace

Json errorJson (const core::Error& error)
{
    return { { "code", core::nameOf (error.code) },
             { "sentence", core::sentenceFor (error.code) },
             { "next", core::nextStepFor (error.code) },
             { "message", error.message },
             { "detail", error.detail } };
}

std::string textOf (const Json& json)
{
    return json.dump (-1, ' ', false, Json::error_handler_t::replace);
}

std::string writeState (const Snapshot& s)
{
    return textOf ({ { "revision", s.revision },
                     { "document", { { "name", s.arrangement->name }, { "open", s.isOpen } } },
                     { "endpoint", endpointJson (s) },
                     { "consent", consentJson (s) },
                     { "browser", browserJson (s.browser, s.modelList) },
                     { "tracks", tracksJson (*s.arrangement) },
                     { "regions", regionsJson (s) },
                     { "takes", takesJson (*s.arrangement) },
                     { "jobs", jobsJson (s.jobs) },
                     { "selection", names (s.selection) },
                     { "canUndo", s.canUndo },
                     { "canRedo", s.canRedo },
                     { "notices", noticesJson (s.notices) },
                     { "playback", { { "misses", s.playback.misses },
                                     { "pagesWaiting", s.playback.pagesWaiting },
                                     { "takesWaiting", s.playback.takesWaiting } } } });
}

} // namespace harp::shell
