// SPDX-License-Identifier: GPL-3.0-or-later
#include "Oracle.h"

#include <render/Resampler.h>

#include <cmath>
#include <map>
#include <stdexcept>

namespace harp::test
{

namespace
{

// Source frame x sounds at this playback frame: the nearest, halves upwards.
Frame mapped (Frame x, double sourceRate, double rate)
{
    return sourceRate == rate ? x : static_cast<Frame> (std::floor (static_cast<long double> (x) * rate / sourceRate + 0.5L));
}

core::Audio converted (const core::Audio& audio, double rate, Frame silenceBefore)
{
    core::Audio padded (audio.channels(), audio.frames() + silenceBefore, audio.rate());

    for (int c = 0; c < audio.channels(); ++c)
        std::copy_n (audio.channel (c), audio.frames(), padded.channel (c) + silenceBefore);

    const auto ratio = render::Ratio::between (audio.rate(), rate);
    core::Audio result (audio.channels(), ratio.count (padded.frames()), rate);

    if (! render::resample (padded, ratio, result).ok())
        throw std::runtime_error ("not converted");

    return result;
}

float heard (const core::Audio& audio, Frame frame, int channel, int channels)
{
    const auto at = [&] (int c) { return frame >= 0 && frame < audio.frames() ? audio.channel (c)[frame] : 0.0f; };

    if (audio.channels() == 1)
        return at (0);

    if (audio.channels() == 2 && channels == 1)
        return 0.5f * (at (0) + at (1));

    return channel < audio.channels() ? at (channel) : 0.0f;
}

struct PlacedTake
{
    core::Audio audio;
    Frame start;
};

class RegionOracle
{
public:
    RegionOracle (const model::Arrangement& a, const model::Region& r, double playbackRate)
        : modification (*a.modificationOf (r)), source (*a.sourceOf (modification)), rate (playbackRate),
          songStart (core::toFrame (r.start, rate)), songEnd (core::toFrame (r.start + r.duration, rate)),
          offset (core::toFrame (r.startInModification, rate)), shown (*a.spanOf (r)),
          original (converted (dynamic_cast<const FakeReader&> (*source.reader).audio(), rate, 0))
    {
    }

    float at (Frame songFrame, int channel, int channels)
    {
        if (songFrame < songStart || songFrame >= songEnd)
            return 0.0f;

        const auto frame = songFrame - songStart + offset;
        const auto dry = heard (original, frame, channel, channels);

        for (const auto& segment : modification.comp.segments())
        {
            const auto begin = mapped (segment.span.start, source.rate, rate), end = mapped (segment.span.end, source.rate, rate);

            if (frame < begin || frame >= end || ! segment.span.overlaps (shown))
                continue;

            const auto& take = placed (segment);
            const auto wet = heard (take.audio, frame - take.start, channel, channels);
            const auto gain = gainAt (frame, begin, end, segment.span);
            return gain == 1.0f ? wet : dry + gain * (wet - dry);
        }

        return dry;
    }

private:
    float gainAt (Frame frame, Frame begin, Frame end, core::Span segment) const
    {
        const auto length = std::min (core::toFrame (0.01, rate), (end - begin) / 2);

        if (segment.start > shown.start && frame - begin < length)
            return (static_cast<float> (frame - begin) + 0.5f) / static_cast<float> (length);

        if (segment.end < shown.end && end - frame <= length)
            return 1.0f - (static_cast<float> (frame - (end - length)) + 0.5f) / static_cast<float> (length);

        return 1.0f;
    }

    const PlacedTake& placed (const model::CompSegment& segment)
    {
        const auto key = std::make_pair (segment.take, segment.output);

        if (const auto found = takes.find (key); found != takes.end())
            return found->second;

        for (const auto& take : modification.takes)
            if (take->id == segment.take)
                return takes.emplace (key, place (*take, segment.output)).first->second;

        throw std::runtime_error ("no such take");
    }

    PlacedTake place (const model::Take& take, int output) const
    {
        const auto audio = *take.outputs[static_cast<std::size_t> (output)].audio->decode().value();

        if (audio.rate() == rate)
            return { audio, mapped (take.span.start, take.sourceRate, rate) };

        // The last source frame at or before the take that lies exactly on a playback frame.
        auto before = Frame { 0 };

        while ((take.span.start - before) * static_cast<Frame> (rate) % static_cast<Frame> (take.sourceRate) != 0)
            ++before;

        return { converted (audio, rate, before), mapped (take.span.start - before, take.sourceRate, rate) };
    }

    const model::Modification& modification;
    const model::Source& source;
    double rate;
    Frame songStart, songEnd, offset;
    core::Span shown;
    core::Audio original;
    std::map<std::pair<model::TakeId, int>, PlacedTake> takes;
};

} // namespace

core::Audio expected (const model::Arrangement& arrangement, core::Span song, double rate, int channels)
{
    core::Audio out (channels, song.length(), rate);

    for (const auto& [id, region] : arrangement.regions)
    {
        RegionOracle oracle (arrangement, region, rate);

        for (int c = 0; c < channels; ++c)
            for (auto frame = song.start; frame < song.end; ++frame)
                out.channel (c)[frame - song.start] += oracle.at (frame, c, channels);
    }

    return out;
}

} // namespace harp::test
