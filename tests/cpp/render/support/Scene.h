// SPDX-License-Identifier: GPL-3.0-or-later
// A document with an engine and one renderer, and short words to build and play it. One thread, except where said.
#pragma once

#include "FakeReader.h"

#include <model/Document.h>
#include <render/Engine.h>

#include <functional>

namespace harp::test
{

// Waits for a condition with a deadline that only a broken engine reaches.
bool eventually (const std::function<bool()>&);

model::TakePtr makeTake (const std::vector<core::Audio>& outputs, core::Span span, double sourceRate);

// True when both have the same shape and samples.
bool isSame (const core::Audio&, const core::Audio&);
double largestDifference (const core::Audio&, const core::Audio&);

struct Scene
{
    struct Recording
    {
        std::shared_ptr<FakeReader> reader;
        model::SourceId source {};
        model::ModificationId modification {};
    };

    std::shared_ptr<model::Document> document = std::make_shared<model::Document>();
    std::unique_ptr<render::Engine> engine = std::make_unique<render::Engine> (document);
    std::shared_ptr<render::Renderer> renderer = engine->createRenderer();
    model::TrackId track = document->addTrack ({});
    std::vector<model::RegionId> regions;

    Recording addRecording (unsigned seed, int channels, Frame frames, double rate);

    // Seconds, as a host gives them; the renderer plays it.
    model::RegionId addRegion (const Recording&, double startInModification, double start, double duration);

    // A take of noise (or of the given audio) in the whole span, committed and converted.
    model::TakePtr addTake (const Recording&, core::Span, const core::Audio&);
    model::TakePtr addNoiseTake (const Recording&, core::Span, unsigned seed);
    model::TakePtr addIdentityTake (const Recording&, core::Span);

    void prepare (double rate, int channels = 2);

    // Everything that the renderer wants is there.
    bool isWarm() const;
    bool warm() const { return eventually ([this] { return isWarm(); }); }
    std::uint64_t misses() const { return engine->statistics().misses; }

    // Plays [start, end) of the song in blocks; `blockSize` is asked for each block.
    core::Audio play (core::Span, bool offline, const std::function<int()>& blockSize = {}) const;
    core::Audio playOffline (core::Span song) const { return play (song, true); }
    core::Audio playRealtime (core::Span song) const { return play (song, false); }

    double playbackRate = 0.0;
    int outputChannels = 2;
};

} // namespace harp::test
