// SPDX-License-Identifier: GPL-3.0-or-later
#include "ViewState.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace harp::gui
{

using Json = nlohmann::json;

namespace
{

std::string text (const Json& object, const char* key)
{
    const auto found = object.find (key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<double> number (const Json& object, const char* key)
{
    const auto found = object.find (key);
    return found != object.end() && found->is_number() ? std::optional (found->get<double>()) : std::nullopt;
}

bool flag (const Json& object, const char* key, bool otherwise = false)
{
    const auto found = object.find (key);
    return found != object.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

std::uint64_t identifier (const Json& object, const char* key)
{
    const auto found = object.find (key);
    return found != object.end() && found->is_number_integer() ? found->get<std::uint64_t>() : 0;
}

std::vector<std::string> texts (const Json& object, const char* key)
{
    std::vector<std::string> result;

    if (const auto found = object.find (key); found != object.end() && found->is_array())
        for (const auto& entry : *found)
            if (entry.is_string())
                result.push_back (entry.get<std::string>());

    return result;
}

std::optional<ShownError> error (const Json& object, const char* key = "error")
{
    const auto found = object.find (key);

    if (found == object.end() || ! found->is_object())
        return std::nullopt;

    return ShownError { text (*found, "code"), text (*found, "sentence"), text (*found, "next"),
                        text (*found, "message"), text (*found, "detail") };
}

ShownJob job (const Json& json)
{
    ShownJob result;
    result.id = identifier (json, "id");
    result.regions = texts (json, "regions");
    result.stage = text (json, "stage");
    result.message = text (json, "message");
    result.endpoint = text (json, "endpoint");
    result.fraction = number (json, "fraction");
    result.eta = number (json, "eta");
    result.seconds = number (json, "seconds").value_or (0.0);
    result.error = error (json);

    if (const auto rank = number (json, "rank"))
        result.rank = static_cast<int> (*rank);

    return result;
}

ShownRegion region (const Json& json, const std::map<std::string, std::string>& tracks)
{
    ShownRegion result;
    result.id = text (json, "id");
    result.name = text (json, "name");
    result.start = number (json, "start").value_or (0.0);
    result.duration = number (json, "duration").value_or (0.0);
    result.selected = flag (json, "selected");
    result.available = flag (json, "available", true);
    result.sounds = text (json, "sounds");
    result.take = text (json, "take");
    result.takes = texts (json, "takes");
    result.job = identifier (json, "job");

    if (const auto track = tracks.find (text (json, "track")); track != tracks.end())
        result.track = track->second;

    return result;
}

ShownModel model (const Json& json)
{
    return { text (json, "name"), text (json, "address"), text (json, "description"), text (json, "author"), text (json, "licence"),
             texts (json, "tags"), texts (json, "inputs"), texts (json, "outputs") };
}

ShownBrowser browser (const Json& json)
{
    ShownBrowser result;
    result.phase = text (json, "phase");
    result.address = text (json, "address");
    result.error = error (json);
    result.name = text (json, "name");
    result.updated = text (json, "updated");
    result.words = text (json, "words");
    result.notes = texts (json, "notes");
    result.count = static_cast<std::size_t> (identifier (json, "count"));
    result.found = static_cast<std::size_t> (identifier (json, "found"));

    for (const auto& entry : json.value ("models", Json::array()))
        result.models.push_back (gui::model (entry));

    return result;
}

void readEndpoint (const Json& json, ViewState& state)
{
    const auto endpoint = json.value ("endpoint", Json::object());
    state.phase = text (endpoint, "phase");
    state.loadMessage = text (endpoint, "message");
    state.address = text (endpoint, "address");
    state.loadError = error (endpoint);

    if (const auto found = endpoint.find ("description"); found != endpoint.end() && found->is_object())
        if (auto read = model::EndpointDescription::fromJson (found->dump()); read.ok())
            state.description = std::move (read.value());

    if (const auto found = endpoint.find ("values"); found != endpoint.end() && found->is_object())
        for (const auto& [id, value] : found->items())
            state.values[id] = value.dump();

    const auto consent = json.value ("consent", Json::object());
    state.host = text (consent, "host");
    state.local = flag (consent, "local");
    state.consentGiven = flag (consent, "given");
}

} // namespace

bool ViewState::anythingSelected() const
{
    return std::any_of (regions.begin(), regions.end(), [] (const auto& r) { return r.selected; });
}

bool ViewState::anythingRunning() const
{
    return std::any_of (jobs.begin(), jobs.end(), [] (const auto& j) { return j.isOpen(); });
}

const ShownJob* ViewState::job (std::uint64_t id) const
{
    const auto found = std::find_if (jobs.begin(), jobs.end(), [id] (const auto& j) { return j.id == id; });
    return id != 0 && found != jobs.end() ? &*found : nullptr;
}

std::optional<ViewState> ViewState::fromJson (const std::string& source)
{
    const auto json = Json::parse (source, nullptr, false);

    if (! json.is_object() || ! json.contains ("endpoint"))
        return std::nullopt;

    ViewState state;
    state.revision = static_cast<std::int64_t> (identifier (json, "revision"));
    readEndpoint (json, state);
    state.browser = gui::browser (json.value ("browser", Json::object()));

    std::map<std::string, std::string> tracks;

    for (const auto& track : json.value ("tracks", Json::array()))
        tracks[text (track, "id")] = text (track, "name");

    for (const auto& entry : json.value ("regions", Json::array()))
        state.regions.push_back (region (entry, tracks));

    for (const auto& entry : json.value ("takes", Json::array()))
        state.takeNames[text (entry, "id")] = text (entry, "name");

    for (const auto& entry : json.value ("jobs", Json::array()))
        state.jobs.push_back (gui::job (entry));

    for (const auto& entry : json.value ("notices", Json::array()))
        state.notices.push_back ({ identifier (entry, "id"), error (entry).value_or (ShownError {}) });

    state.canUndo = flag (json, "canUndo");
    state.canRedo = flag (json, "canRedo");
    return state;
}

std::optional<ShownError> errorOfReply (const std::string& source)
{
    const auto json = Json::parse (source, nullptr, false);

    if (! json.is_object() || flag (json, "ok"))
        return std::nullopt;

    return error (json).value_or (ShownError {});
}

} // namespace harp::gui
