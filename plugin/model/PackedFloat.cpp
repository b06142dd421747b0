// SPDX-License-Identifier: GPL-3.0-or-later
// float32 of any content, losslessly: the bit patterns are turned into small numbers (difference to the sample before,
// sign folded into the lowest bit), split into planes of equally significant bytes, and deflated. Channel by channel, in
// blocks, so that neither side needs a second copy of the audio.
#include "Codecs.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <limits>

namespace harp::model
{

namespace
{

constexpr core::Frame blockFrames = 16384;
constexpr std::size_t planes = 4;
constexpr std::size_t deflateLimit = 1040; // deflate never shrinks anything by more than this factor

using Block = std::vector<std::uint8_t>; // planes * frames bytes

// Bit patterns of floats ascend with the value for positive and descend for negative ones; turned so that neighbours in
// sound are neighbours in number.
std::uint32_t ordered (std::uint32_t bits) { return (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u; }
std::uint32_t unordered (std::uint32_t number) { return (number & 0x80000000u) != 0 ? number & 0x7fffffffu : ~number; }

std::uint32_t folded (std::uint32_t difference) { return (difference << 1) ^ (0u - (difference >> 31)); }
std::uint32_t unfolded (std::uint32_t number) { return (number >> 1) ^ (0u - (number & 1u)); }

constexpr std::uint32_t silence = 0x80000000u; // ordered (0.0f)

void toPlanes (const float* samples, std::size_t count, std::uint32_t& last, Block& block)
{
    block.resize (planes * count);

    for (std::size_t i = 0; i < count; ++i)
    {
        const auto now = ordered (std::bit_cast<std::uint32_t> (samples[i]));
        const auto number = folded (now - last);
        last = now;

        for (std::size_t plane = 0; plane < planes; ++plane)
            block[plane * count + i] = static_cast<std::uint8_t> (number >> (24 - 8 * plane));
    }
}

void fromPlanes (const Block& block, std::size_t count, std::uint32_t& last, float* samples)
{
    for (std::size_t i = 0; i < count; ++i)
    {
        std::uint32_t number = 0;

        for (std::size_t plane = 0; plane < planes; ++plane)
            number = (number << 8) | block[plane * count + i];

        last += unfolded (number);
        samples[i] = std::bit_cast<float> (unordered (last));
    }
}

class Deflater
{
public:
    Deflater() : ready (deflateInit (&stream, 4) == Z_OK) {}
    ~Deflater() { deflateEnd (&stream); }
    Deflater (const Deflater&) = delete;
    Deflater& operator= (const Deflater&) = delete;

    bool add (Block& input, EncodedBytes& output, bool last)
    {
        if (! ready)
            return false;

        stream.next_in = input.data();
        stream.avail_in = static_cast<uInt> (input.size());

        for (;;)
        {
            std::uint8_t buffer[32768];
            stream.next_out = buffer;
            stream.avail_out = sizeof (buffer);
            const auto result = deflate (&stream, last ? Z_FINISH : Z_NO_FLUSH);
            output.insert (output.end(), buffer, buffer + (sizeof (buffer) - stream.avail_out));

            if (result == Z_STREAM_END || (! last && stream.avail_in == 0 && stream.avail_out > 0))
                return true;

            if (result != Z_OK && result != Z_BUF_ERROR)
                return false;
        }
    }

private:
    z_stream stream {};
    bool ready;
};

class Inflater
{
public:
    explicit Inflater (std::span<const std::uint8_t> bytes) : ready (inflateInit (&stream) == Z_OK), rest (bytes) {}
    ~Inflater() { inflateEnd (&stream); }
    Inflater (const Inflater&) = delete;
    Inflater& operator= (const Inflater&) = delete;

    bool fill (Block& output)
    {
        stream.next_out = output.data();
        stream.avail_out = static_cast<uInt> (output.size());

        while (ready && ! ended && stream.avail_out > 0)
            if (! step())
                return false;

        return ready && stream.avail_out == 0;
    }

    // Everything was read, the checksum included, and nothing is left over.
    bool isAtEnd()
    {
        std::uint8_t extra;
        stream.next_out = &extra;
        stream.avail_out = 1;

        while (ready && ! ended && stream.avail_out > 0)
            if (! step())
                return false;

        return ended && stream.avail_out == 1 && stream.avail_in == 0 && rest.empty();
    }

private:
    bool step()
    {
        if (stream.avail_in == 0)
        {
            const auto count = std::min<std::size_t> (rest.size(), std::numeric_limits<uInt>::max());
            stream.next_in = const_cast<Bytef*> (rest.data()); // zlib's older interface; it only reads
            stream.avail_in = static_cast<uInt> (count);
            rest = rest.subspan (count);
        }

        const auto result = inflate (&stream, Z_NO_FLUSH);
        ended = result == Z_STREAM_END;
        return ended || result == Z_OK;
    }

    z_stream stream {};
    bool ready;
    bool ended = false;
    std::span<const std::uint8_t> rest;
};

bool isPossible (const AudioShape& shape, std::size_t bytes)
{
    if (shape.channels < 0 || shape.channels > maxChannels || shape.frames < 0 || shape.frames > core::maxFrame)
        return false;

    const auto samples = static_cast<double> (shape.channels) * static_cast<double> (shape.frames);
    return samples * sizeof (float) <= static_cast<double> (bytes) * static_cast<double> (deflateLimit);
}

} // namespace

std::optional<EncodedBytes> encodePackedFloat (const core::Audio& audio)
{
    Deflater deflater;
    EncodedBytes bytes;
    Block block;

    for (int c = 0; c < audio.channels(); ++c)
    {
        auto last = silence;

        for (core::Frame start = 0; start < audio.frames(); start += blockFrames)
        {
            const auto count = std::min (blockFrames, audio.frames() - start);
            toPlanes (audio.channel (c) + start, static_cast<std::size_t> (count), last, block);

            if (! deflater.add (block, bytes, false))
                return std::nullopt;
        }
    }

    block.clear();
    return deflater.add (block, bytes, true) ? std::optional (std::move (bytes)) : std::nullopt;
}

core::AudioPtr decodePackedFloat (std::span<const std::uint8_t> bytes, const AudioShape& shape)
{
    if (! isPossible (shape, bytes.size()))
        return nullptr;

    Inflater inflater (bytes);
    const auto audio = std::make_shared<core::Audio> (shape.channels, shape.frames, shape.rate);
    Block block;

    for (int c = 0; c < audio->channels(); ++c)
    {
        auto last = silence;

        for (core::Frame start = 0; start < audio->frames(); start += blockFrames)
        {
            const auto count = static_cast<std::size_t> (std::min (blockFrames, audio->frames() - start));
            block.resize (planes * count);

            if (! inflater.fill (block))
                return nullptr;

            fromPlanes (block, count, last, audio->channel (c) + start);
        }
    }

    return inflater.isAtEnd() ? audio : nullptr;
}

} // namespace harp::model
