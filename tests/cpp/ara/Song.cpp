// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

namespace harp::test
{

Samples recording (int channels, std::int64_t frames, unsigned seed)
{
    Samples result;
    std::uint32_t state = seed * 2654435761u + 1u;

    for (int channel = 0; channel < channels; ++channel)
    {
        auto& samples = result.emplace_back();
        samples.reserve (static_cast<std::size_t> (frames));

        for (std::int64_t frame = 0; frame < frames; ++frame)
        {
            state = state * 1664525u + 1013904223u;
            samples.push_back (static_cast<float> (static_cast<std::int32_t> (state) >> 9) / 8388608.0f);
        }
    }

    return result;
}

Samples cut (const Samples& samples, std::int64_t start, std::int64_t count)
{
    auto result = silence (static_cast<int> (samples.size()), count);

    for (std::size_t channel = 0; channel < samples.size(); ++channel)
        for (std::int64_t frame = 0; frame < count; ++frame)
            if (start + frame >= 0 && start + frame < static_cast<std::int64_t> (samples[channel].size()))
                result[channel][static_cast<std::size_t> (frame)] = samples[channel][static_cast<std::size_t> (start + frame)];

    return result;
}

Samples silence (int channels, std::int64_t frames)
{
    return Samples (static_cast<std::size_t> (channels), std::vector<float> (static_cast<std::size_t> (frames)));
}

Song::Song (MockHost& host, Samples samples, double sourceRate) : document (host)
{
    const auto seconds = static_cast<double> (samples.front().size()) / sourceRate;

    document.edit ([&]
    {
        context = &document.addContext();
        track = &document.addSequence (*context);
        source = &document.addSource ("source-1", std::move (samples), sourceRate);
        modification = &document.addModification (*source, "edit-1");
        region = &document.addRegion (*modification, *track, 0.5, seconds);
    });
    document.enable (*source);
}

model::TakePtr Song::commitInverted (core::Span span)
{
    return commitInverted (span, *modification);
}

model::TakePtr Song::commitInverted (core::Span span, const HostModification& edited)
{
    const auto& samples = edited.source->samples;
    auto take = makeTake (span, edited.source->rate, edited.source->channels(), [&] (int channel, core::Frame frame)
    {
        return -samples[static_cast<std::size_t> (channel)][static_cast<std::size_t> (frame)];
    });

    // A return value must not be lost: a take that is not there makes every later check worthless.
    if (! document.engine().prepare (take) || ! document.model().commitTake (document.idOf (edited), take, span))
        throw std::runtime_error ("the take was refused");

    return take;
}

Samples Song::renderRegion()
{
    Instance instance (document);
    instance.add (*region);
    instance.prepare (rate, source->channels());
    return instance.render (static_cast<std::int64_t> (region->start * rate), static_cast<std::int64_t> (region->duration * rate));
}

model::Modification Song::stateOf (const std::string& id) const
{
    for (const auto& [key, object] : document.model().arrangement()->modifications)
        if (object.persistentId == id)
            return object;

    return {};
}

} // namespace harp::test
