// SPDX-License-Identifier: GPL-3.0-or-later
#include "Codecs.h"

#include <FLAC/stream_encoder.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace harp::model
{

namespace
{

// What libFLAC writes to: it comes back to the beginning for the stream information, so it must be able to seek.
struct Output
{
    EncodedBytes bytes;
    std::size_t position = 0;
};

FLAC__StreamEncoderWriteStatus write (const FLAC__StreamEncoder*, const FLAC__byte* data, std::size_t count, uint32_t, uint32_t, void* client)
{
    auto& output = *static_cast<Output*> (client);

    try
    {
        if (output.position + count > output.bytes.size())
            output.bytes.resize (output.position + count);
    }
    catch (const std::exception&) // must not pass through C
    {
        return FLAC__STREAM_ENCODER_WRITE_STATUS_FATAL_ERROR;
    }

    std::copy_n (data, count, output.bytes.begin() + static_cast<std::ptrdiff_t> (output.position));
    output.position += count;
    return FLAC__STREAM_ENCODER_WRITE_STATUS_OK;
}

FLAC__StreamEncoderSeekStatus seek (const FLAC__StreamEncoder*, FLAC__uint64 position, void* client)
{
    auto& output = *static_cast<Output*> (client);

    if (position > output.bytes.size())
        return FLAC__STREAM_ENCODER_SEEK_STATUS_ERROR;

    output.position = static_cast<std::size_t> (position);
    return FLAC__STREAM_ENCODER_SEEK_STATUS_OK;
}

FLAC__StreamEncoderTellStatus tell (const FLAC__StreamEncoder*, FLAC__uint64* position, void* client)
{
    *position = static_cast<Output*> (client)->position;
    return FLAC__STREAM_ENCODER_TELL_STATUS_OK;
}

struct DeleteEncoder
{
    void operator() (FLAC__StreamEncoder* encoder) const { FLAC__stream_encoder_delete (encoder); }
};

bool feed (FLAC__StreamEncoder* encoder, const core::Audio& audio)
{
    std::array<std::array<FLAC__int32, flacBlockSize>, FLAC__MAX_CHANNELS> block;
    std::array<const FLAC__int32*, FLAC__MAX_CHANNELS> channels {};

    for (core::Frame start = 0; start < audio.frames(); start += flacBlockSize)
    {
        const auto count = std::min<core::Frame> (flacBlockSize, audio.frames() - start);

        for (int c = 0; c < audio.channels(); ++c)
        {
            const auto* samples = audio.channel (c) + start;
            auto& integers = block[static_cast<std::size_t> (c)];

            for (core::Frame i = 0; i < count; ++i)
                integers[static_cast<std::size_t> (i)] = static_cast<FLAC__int32> (samples[i] * flac24Scale);

            channels[static_cast<std::size_t> (c)] = integers.data();
        }

        if (! FLAC__stream_encoder_process (encoder, channels.data(), static_cast<uint32_t> (count)))
            return false;
    }

    return true;
}

bool sampleFits (float sample)
{
    const auto scaled = sample * flac24Scale; // exact: a power of two
    return scaled >= -flac24Scale && scaled <= flac24Scale - 1.0f && scaled == std::trunc (scaled)
           && std::bit_cast<std::uint32_t> (sample) != 0x80000000u;
}

} // namespace

bool fitsFlac24 (const core::Audio& audio)
{
    const auto rate = audio.rate();

    if (audio.channels() < 1 || audio.channels() > static_cast<int> (FLAC__MAX_CHANNELS) || audio.frames() < 1
        || ! (rate >= 1.0 && rate <= 655350.0) || rate != std::trunc (rate))
        return false;

    for (int c = 0; c < audio.channels(); ++c)
        if (! std::all_of (audio.channel (c), audio.channel (c) + audio.frames(), sampleFits))
            return false;

    return true;
}

std::optional<EncodedBytes> encodeFlac24 (const core::Audio& audio)
{
    const std::unique_ptr<FLAC__StreamEncoder, DeleteEncoder> encoder (FLAC__stream_encoder_new());

    if (encoder == nullptr)
        return std::nullopt;

    auto* e = encoder.get();
    Output output;
    const auto ready = FLAC__stream_encoder_set_streamable_subset (e, false)
                       && FLAC__stream_encoder_set_channels (e, static_cast<uint32_t> (audio.channels()))
                       && FLAC__stream_encoder_set_bits_per_sample (e, 24)
                       && FLAC__stream_encoder_set_sample_rate (e, static_cast<uint32_t> (audio.rate()))
                       && FLAC__stream_encoder_set_compression_level (e, 5)
                       && FLAC__stream_encoder_set_blocksize (e, flacBlockSize)
                       && FLAC__stream_encoder_init_stream (e, write, seek, tell, nullptr, &output) == FLAC__STREAM_ENCODER_INIT_STATUS_OK;

    if (! ready || ! feed (e, audio) || ! FLAC__stream_encoder_finish (e))
        return std::nullopt;

    return std::move (output.bytes);
}

} // namespace harp::model
