// SPDX-License-Identifier: GPL-3.0-or-later
#include "Samples.h"

#include <model/StoredAudio.h>

#include <catch2/catch_test_macros.hpp>

#include <limits>

using namespace harp;
using namespace harp::test;
using model::StoredAudio;

namespace
{

std::shared_ptr<const StoredAudio> withBytes (const StoredAudio& original, Bytes bytes)
{
    return StoredAudio::fromBytes (original.format(), original.channels(), original.frames(), original.rate(), std::move (bytes));
}

bool isDamaged (const StoredAudio& audio)
{
    const auto decoded = audio.decode();
    return ! decoded && decoded.error().code == core::ErrorCode::archiveDamaged;
}

const core::Audio& flacAudio()
{
    static const auto audio = integerAudio (2, 5000, 44100.0, 16);
    return audio;
}

const core::Audio& packedAudio()
{
    static const auto audio = floatAudio (2, 400, 44100.0);
    return audio;
}

} // namespace

TEST_CASE ("encoded audio that ends early is damaged")
{
    for (const auto* audio : { &flacAudio(), &packedAudio() })
    {
        const auto whole = stored (*audio);
        const auto bytes = whole->bytes().value();

        for (std::size_t length = 0; length < bytes.size(); length += 1 + length / 20)
            if (! isDamaged (*withBytes (*whole, { bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t> (length) })))
                FAIL ("cut to " << length << " of " << bytes.size());

        CHECK (isDamaged (*withBytes (*whole, Bytes (bytes.begin(), bytes.end() - 1))));
    }
}

TEST_CASE ("a flipped bit in encoded audio is noticed or harmless, never heard")
{
    for (const auto* audio : { &flacAudio(), &packedAudio() })
    {
        const auto whole = stored (*audio);
        auto bytes = whole->bytes().value();
        int noticed = 0;

        for (std::size_t i = 0; i < bytes.size(); i += 3)
        {
            bytes[i] ^= static_cast<std::uint8_t> (1u << (i % 8));
            const auto decoded = withBytes (*whole, bytes)->decode();
            noticed += decoded ? 0 : 1;

            if (decoded && ! isBitIdentical (*decoded.value(), *audio))
                FAIL ("byte " << i << " of " << bytes.size());

            bytes[i] ^= static_cast<std::uint8_t> (1u << (i % 8));
        }

        CHECK (noticed > 0);
    }
}

TEST_CASE ("packed audio with something behind it is damaged")
{
    const auto whole = stored (packedAudio());
    auto bytes = whole->bytes().value();
    bytes.push_back (0);
    CHECK (isDamaged (*withBytes (*whole, bytes)));
}

TEST_CASE ("a shape that the bytes do not have is damaged")
{
    for (const auto* audio : { &flacAudio(), &packedAudio() })
    {
        const auto whole = stored (*audio);
        const auto bytes = whole->bytes().value();
        const auto shaped = [&] (int channels, core::Frame frames, double rate)
        {
            return StoredAudio::fromBytes (whole->format(), channels, frames, rate, bytes);
        };

        CHECK_FALSE (isDamaged (*shaped (2, audio->frames(), 44100.0)));
        CHECK (isDamaged (*shaped (1, audio->frames(), 44100.0)));
        CHECK (isDamaged (*shaped (3, audio->frames(), 44100.0)));
        CHECK (isDamaged (*shaped (-2, audio->frames(), 44100.0)));
        CHECK (isDamaged (*shaped (2, audio->frames() - 1, 44100.0)));
        CHECK (isDamaged (*shaped (2, audio->frames() + 1, 44100.0)));
        CHECK (isDamaged (*shaped (2, 0, 44100.0)));
        CHECK (isDamaged (*shaped (2, -1, 44100.0)));
    }

    const auto flac = stored (flacAudio());
    CHECK (isDamaged (*StoredAudio::fromBytes (flac->format(), 2, 5000, 48000.0, flac->bytes().value())));
}

TEST_CASE ("a few bytes that announce enormous audio do not make anybody allocate it")
{
    // Allocating any of these would end as out_of_memory (or end the test).
    for (const auto frames : { core::Frame { 1 } << 40, core::Frame { 1 } << 50, std::numeric_limits<core::Frame>::max() })
        for (const auto format : { StoredAudio::Format::flac24, StoredAudio::Format::packedFloat })
            for (const auto channels : { 1, 8, 1024, std::numeric_limits<int>::max() })
                CHECK (isDamaged (*StoredAudio::fromBytes (format, channels, frames, 44100.0, Bytes (1000, 0x55))));
}

TEST_CASE ("bytes of one encoding are damaged as the other")
{
    CHECK (isDamaged (*StoredAudio::fromBytes (StoredAudio::Format::packedFloat, 2, 5000, 44100.0, stored (flacAudio())->bytes().value())));
    CHECK (isDamaged (*StoredAudio::fromBytes (StoredAudio::Format::flac24, 2, 400, 44100.0, stored (packedAudio())->bytes().value())));
}
