// SPDX-License-Identifier: GPL-3.0-or-later
// One immutable result of processing a span of an audio modification, and what made it. [any] thread.
#pragma once

#include "StoredAudio.h"

#include <core/Span.h>

#include <memory>
#include <string>
#include <vector>

namespace harp::model
{

using TakeId = std::string; // 32 hexadecimal digits, unique for ever

// What made a take. JSON members are documents of their own, kept as text; no token is ever in them.
struct Provenance
{
    std::string address;     // endpoint, normalised
    std::string protocol;    // for example harp-0.3
    std::string cardJson;    // the model card
    std::string valuesJson;  // control values that were sent, input id -> value
    std::string time;        // ISO 8601, UTC
    std::string client;      // version of HARP

    friend bool operator== (const Provenance&, const Provenance&) = default;
};

// One audio output (stem). Frame 0 of the audio is the first frame of the take's span.
struct TakeOutput
{
    std::string label;
    std::shared_ptr<const StoredAudio> audio;
};

struct Take
{
    TakeId id;
    std::string name;               // for people: the model's name
    core::Span span;                // what was processed, in source frames
    double sourceRate = 0.0;        // the rate of `span`
    std::vector<TakeOutput> outputs; // never empty
    std::string dataJson = "[]";    // outputs that are not audio: labels, ...
    std::string notesJson = "[]";   // sentences on what was changed on the way
    Provenance provenance;
};

using TakePtr = std::shared_ptr<const Take>;

TakeId makeTakeId();

} // namespace harp::model
