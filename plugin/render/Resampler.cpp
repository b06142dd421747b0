// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows libsoxr. Measured on 44.1 <-> 48 kHz up to 0.9 Nyquist: libsoxr's very high quality with
// SOXR_ROLLOFF_NONE has an error of -144 dB at 34 ns per frame; its default roll-off has -64 dB. libsamplerate's best
// converter has -131 dB, but takes 1550 ns, which would not feed a dozen tracks in real time.
#include "Resampler.h"

#include <soxr.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace harp::render
{

namespace
{

constexpr core::Frame chunkFrames = 65536;

struct SoxrDelete
{
    void operator() (soxr* s) const noexcept { soxr_delete (s); }
};

using Soxr = std::unique_ptr<soxr, SoxrDelete>;

Soxr makeSoxr (const Ratio& ratio, int channels)
{
    const auto format = soxr_io_spec (SOXR_FLOAT32_S, SOXR_FLOAT32_S);
    const auto quality = soxr_quality_spec (SOXR_VHQ, SOXR_ROLLOFF_NONE | SOXR_HI_PREC_CLOCK);
    const auto runtime = soxr_runtime_spec (1);
    return Soxr (soxr_create (static_cast<double> (ratio.down), static_cast<double> (ratio.up), static_cast<unsigned> (channels),
                              nullptr, &format, &quality, &runtime));
}

// Feeds silence, the input in chunks, and silence again; a filter spreads one NaN over a whole page, so such samples are
// left out.
class Feed
{
public:
    Feed (const core::Audio& a, core::Frame around)
        : audio (a), silence (around), position (-around), samples (static_cast<std::size_t> (a.channels() * longestChunk())),
          channels (static_cast<std::size_t> (a.channels()))
    {
    }

    // Zero at the end.
    std::size_t next()
    {
        const auto end = position < 0 ? 0 : position < audio.frames() ? audio.frames() : audio.frames() + silence;
        const auto isSilent = end != audio.frames();
        const auto count = std::min (longestChunk(), end - position);

        for (int c = 0; c < audio.channels(); ++c)
        {
            auto* const to = samples.data() + c * count;
            channels[static_cast<std::size_t> (c)] = to;

            if (isSilent)
                std::fill_n (to, count, 0.0f);
            else
                std::transform (audio.channel (c) + position, audio.channel (c) + position + count, to, [] (float x) { return std::isfinite (x) ? x : 0.0f; });
        }

        position += count;
        return static_cast<std::size_t> (count);
    }

    const void* const* buffers() const noexcept { return channels.data(); }

private:
    core::Frame longestChunk() const noexcept { return std::min (chunkFrames, std::max (audio.frames(), silence)); }

    const core::Audio& audio;
    core::Frame silence;
    core::Frame position;
    std::vector<float> samples;
    std::vector<const void*> channels;
};

// Takes output from the converter: first what the leading silence gave, which nobody wants, then the real thing.
class Drain
{
public:
    Drain (core::Audio& a, core::Frame unwanted)
        : wanted (a), leading (a.channels(), unwanted, 0.0), channels (static_cast<std::size_t> (a.channels()))
    {
    }

    void* const* buffers()
    {
        auto& audio = target();

        for (int c = 0; c < audio.channels(); ++c)
            channels[static_cast<std::size_t> (c)] = audio.channel (c) + (written < leading.frames() ? written : written - leading.frames());

        return channels.data();
    }

    std::size_t room() const noexcept
    {
        const auto total = leading.frames() + wanted.frames();
        return static_cast<std::size_t> ((written < leading.frames() ? leading.frames() : total) - written);
    }

    void add (std::size_t frames) noexcept { written += static_cast<core::Frame> (frames); }

private:
    core::Audio& target() noexcept { return written < leading.frames() ? leading : wanted; }

    core::Audio& wanted;
    core::Audio leading;
    core::Frame written = 0;
    std::vector<void*> channels;
};

core::Status convert (soxr& converter, Feed& feed, Drain& drain, const KeepGoing& keepGoing)
{
    while (drain.room() > 0)
    {
        if (keepGoing && ! keepGoing())
            return core::Error { core::ErrorCode::cancelled, {}, {} };

        // Without a place for the number of frames used, all of them are.
        const auto given = feed.next();
        std::size_t done = 0;
        const auto* const error = soxr_process (&converter, given > 0 ? static_cast<const void*> (feed.buffers()) : nullptr, given, nullptr,
                                                const_cast<void*> (static_cast<const void*> (drain.buffers())), drain.room(), &done);

        if (error != nullptr)
            return core::Error { core::ErrorCode::outOfMemory, {}, "resampling failed" };

        drain.add (done);

        if (given == 0 && done == 0)
            break;
    }

    return core::Done {};
}

} // namespace

core::Status resample (const core::Audio& input, const Ratio& ratio, core::Audio& output, const KeepGoing& keepGoing)
{
    const auto copied = std::min (input.frames(), output.frames());

    if (ratio.isIdentity())
    {
        for (int c = 0; c < output.channels(); ++c)
            std::copy_n (input.channel (c), copied, output.channel (c));

        return core::Done {};
    }

    if (copied == 0 || output.channels() == 0)
        return core::Done {};

    const auto converter = makeSoxr (ratio, output.channels());

    if (converter == nullptr)
        return core::Error { core::ErrorCode::outOfMemory, {}, "no resampler for these rates" };

    // libsoxr does not take what is before the first frame as silence (measured: first frames up to 0.3 off), and may give
    // one frame too few at the end.
    const auto units = ratio.unitsFor (filterReach);
    Feed feed (input, units * ratio.down);
    Drain drain (output, units * ratio.up);
    return convert (*converter, feed, drain, keepGoing);
}

} // namespace harp::render
