// SPDX-License-Identifier: GPL-3.0-or-later
// A document with one track and one source of four seconds, stereo, 8 kHz, and what tests ask of it.
#pragma once

#include "FakeReader.h"

#include <model/Document.h>

namespace harp::test
{

struct Song
{
    Song();

    // Seconds in the modification, in the song, and how long.
    model::RegionId addRegion (double startInModification, double start, double duration);
    model::RegionId addRegion (model::ModificationId, double startInModification, double start, double duration);

    model::Modification modificationNow() const;
    std::vector<model::TakePtr> takes() const { return modificationNow().takes; }

    static constexpr double rate = 8000.0;
    static constexpr core::Frame frames = 32000;

    std::shared_ptr<FakeReader> reader;
    std::shared_ptr<model::Document> document;
    model::TrackId track {};
    model::SourceId source {};
    model::ModificationId modification {};
};

// A description as an archive or a worker gives it.
model::EndpointState endpointAt (const std::string& address, const std::string& inputsJson);

// One required audio input "0" and a slider "1", 0 to 4.
inline constexpr const char* plainInputs =
    R"([{"id":"0","kind":"audio","label":"Input","info":"","required":true},
        {"id":"1","kind":"slider","label":"Gain","info":"","minimum":0,"maximum":4,"step":0.5,"value":2}])";

} // namespace harp::test
