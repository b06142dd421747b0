// SPDX-License-Identifier: GPL-3.0-or-later
// The state of a document as the editor shows it, read from the state document of the command surface. Value types. [any]
#pragma once

#include <model/Endpoint.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace harp::gui
{

struct ShownError
{
    std::string code, sentence, next, message, detail;
};

struct ShownJob
{
    std::uint64_t id = 0;
    std::vector<std::string> regions;
    std::string stage, message, endpoint;
    std::optional<double> fraction, eta;
    std::optional<int> rank;
    double seconds = 0.0;
    std::optional<ShownError> error;

    bool isOpen() const { return stage != "done" && stage != "failed" && stage != "cancelled"; }
};

struct ShownRegion
{
    std::string id, name, track;
    double start = 0.0, duration = 0.0;
    bool selected = false, available = true;
    std::string sounds;             // original, take or mixed
    std::string take;               // the one that sounds; empty unless it sounds alone
    std::vector<std::string> takes; // the one that covers most of the region first, the newest first among equals
    std::uint64_t job = 0;          // 0: none
};

struct ShownNotice
{
    std::uint64_t id = 0;
    ShownError error;
};

struct ShownModel
{
    std::string name, address, description, author, licence;
    std::vector<std::string> tags, inputs, outputs;

    bool operator== (const ShownModel&) const = default;
};

// The list of models that the user looks into.
struct ShownBrowser
{
    std::string phase = "idle"; // of the list: idle, loading, ready, failed
    std::string address;        // of the list
    std::optional<ShownError> error;
    std::string name, updated, words;
    std::vector<std::string> notes;
    std::size_t count = 0, found = 0; // in the list, and of these with the words
    std::vector<ShownModel> models;   // the first of those that were found
};

struct ViewState
{
    std::int64_t revision = -1;
    std::string phase = "idle"; // of loading: idle, loading, ready, failed
    std::string loadMessage;    // what there is to say while loading
    std::string address;
    std::optional<ShownError> loadError;
    std::optional<model::EndpointDescription> description;
    std::map<std::string, std::string> values; // input id -> JSON
    std::string host;
    bool local = false, consentGiven = false;
    ShownBrowser browser;
    std::vector<ShownRegion> regions;
    std::map<std::string, std::string> takeNames;
    std::vector<ShownJob> jobs;
    bool canUndo = false, canRedo = false;
    std::vector<ShownNotice> notices;

    bool anythingSelected() const;
    bool anythingRunning() const;
    const ShownJob* job (std::uint64_t id) const;

    // Nothing when the text is {"revision":n} alone or cannot be read.
    static std::optional<ViewState> fromJson (const std::string&);
};

// The error of a command's reply; nothing when it was carried out.
std::optional<ShownError> errorOfReply (const std::string& json);

} // namespace harp::gui
