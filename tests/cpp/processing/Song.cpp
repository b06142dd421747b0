// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace harp::test
{

Song::Song() : reader (std::make_shared<FakeReader> (2, frames, rate)), document (std::make_shared<model::Document>())
{
    document->setName ("Song");
    track = document->addTrack ({ "Vocals", 0, model::Colour { 1.0f, 0.0f, 0.0f } });

    model::Source described;
    described.persistentId = "source";
    described.name = "voice.wav";
    described.frames = frames;
    described.rate = rate;
    described.channels = 2;
    described.reader = reader;
    source = document->addSource (described);
    modification = document->addModification (source, "modification", "voice");
}

model::RegionId Song::addRegion (double startInModification, double start, double duration)
{
    return addRegion (modification, startInModification, start, duration);
}

model::RegionId Song::addRegion (model::ModificationId shown, double startInModification, double start, double duration)
{
    return document->addRegion ({ shown, track, "verse", std::nullopt, startInModification, start, duration });
}

model::Modification Song::modificationNow() const
{
    return document->arrangement()->modifications.at (modification);
}

model::EndpointState endpointAt (const std::string& address, const std::string& inputsJson)
{
    const nlohmann::json json { { "protocol", "harp-0.3" }, { "address", address }, { "host", "localhost" }, { "local", true },
                                { "card", { { "name", "Restored" }, { "description", "" }, { "author", "" }, { "tags", nlohmann::json::array() } } },
                                { "inputs", nlohmann::json::parse (inputsJson) },
                                { "outputs", { { { "id", "0" }, { "kind", "audio" }, { "label", "Output" }, { "info", "" } } } } };

    auto description = model::EndpointDescription::fromJson (json.dump());

    if (! description.ok())
        throw std::runtime_error (description.error().detail);

    return { address, std::move (description.value()), "{}" };
}

} // namespace harp::test
