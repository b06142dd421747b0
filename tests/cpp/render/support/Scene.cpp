// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scene.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <thread>

namespace harp::test
{

bool eventually (const std::function<bool()>& condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds (120);

    while (! condition())
    {
        if (std::chrono::steady_clock::now() > deadline)
            return false;

        std::this_thread::yield();
    }

    return true;
}

model::TakePtr makeTake (const std::vector<core::Audio>& outputs, core::Span span, double sourceRate)
{
    auto take = std::make_shared<model::Take>();
    take->id = model::makeTakeId();
    take->span = span;
    take->sourceRate = sourceRate;

    for (const auto& audio : outputs)
    {
        auto stored = model::StoredAudio::encode (std::make_shared<const core::Audio> (audio));

        if (! stored.ok())
            throw std::runtime_error ("a take could not be stored");

        take->outputs.push_back ({ "out", stored.value() });
    }

    return take;
}

bool isSame (const core::Audio& a, const core::Audio& b)
{
    return a.channels() == b.channels() && a.frames() == b.frames() && largestDifference (a, b) == 0.0;
}

double largestDifference (const core::Audio& a, const core::Audio& b)
{
    auto largest = 0.0;

    for (int c = 0; c < a.channels(); ++c)
        for (Frame i = 0; i < a.frames(); ++i)
        {
            const auto difference = std::abs (static_cast<double> (a.channel (c)[i]) - static_cast<double> (b.channel (c)[i]));
            largest = std::isfinite (difference) ? std::max (largest, difference) : 1e9;
        }

    return largest;
}

Scene::Recording Scene::addRecording (unsigned seed, int channels, Frame frames, double rate)
{
    Recording r;
    r.reader = std::make_shared<FakeReader> (seed, channels, frames, rate);
    r.source = document->addSource ({ "source " + std::to_string (seed), "", frames, rate, channels, r.reader });
    r.modification = document->addModification (r.source, "modification " + std::to_string (seed), "");
    return r;
}

model::RegionId Scene::addRegion (const Recording& r, double startInModification, double start, double duration)
{
    regions.push_back (document->addRegion ({ r.modification, track, "", {}, startInModification, start, duration }));
    renderer->setRegions (regions);
    return regions.back();
}

model::TakePtr Scene::addTake (const Recording& r, core::Span span, const core::Audio& audio)
{
    auto take = makeTake ({ audio }, span, r.reader->rate());

    if (! engine->prepare (take).ok() || ! document->commitTake (r.modification, take, span).ok())
        throw std::runtime_error ("a take was not accepted");

    return take;
}

model::TakePtr Scene::addNoiseTake (const Recording& r, core::Span span, unsigned seed)
{
    return addTake (r, span, noiseAudio (seed, r.reader->channels(), span.length(), r.reader->rate()));
}

model::TakePtr Scene::addIdentityTake (const Recording& r, core::Span span)
{
    core::Audio copy (r.reader->channels(), span.length(), r.reader->rate());

    for (int c = 0; c < copy.channels(); ++c)
        std::copy_n (r.reader->audio().channel (c) + span.start, span.length(), copy.channel (c));

    return addTake (r, span, copy);
}

void Scene::prepare (double rate, int channels)
{
    playbackRate = rate;
    outputChannels = channels;
    renderer->prepare (rate, 4096, channels);
}

bool Scene::isWarm() const
{
    const auto s = engine->statistics();
    return s.pagesWaiting == 0 && s.takesWaiting == 0;
}

core::Audio Scene::play (core::Span song, bool offline, const std::function<int()>& blockSize) const
{
    core::Audio out (outputChannels, song.length(), playbackRate);
    std::vector<float*> buffers (static_cast<std::size_t> (outputChannels));

    for (auto position = song.start; position < song.end;)
    {
        const auto frames = static_cast<int> (std::min<Frame> (blockSize ? blockSize() : 512, song.end - position));

        for (int c = 0; c < outputChannels; ++c)
        {
            buffers[static_cast<std::size_t> (c)] = out.channel (c) + (position - song.start);
            std::fill_n (buffers[static_cast<std::size_t> (c)], frames, 9.0f); // what was in the buffer is replaced
        }

        renderer->process (buffers.data(), outputChannels, frames, position, true, offline);
        position += frames;
    }

    return out;
}

} // namespace harp::test
