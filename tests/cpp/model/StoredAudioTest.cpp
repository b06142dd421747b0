// SPDX-License-Identifier: GPL-3.0-or-later
#include "Samples.h"

#include <model/StoredAudio.h>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <thread>

using namespace harp;
using namespace harp::test;
using model::StoredAudio;
using Format = StoredAudio::Format;

namespace
{

void checkRoundTrip (const core::Audio& audio, Format expected)
{
    const auto encoded = StoredAudio::encode (std::make_shared<const core::Audio> (audio));
    REQUIRE (encoded);
    const auto& a = *encoded.value();

    CHECK (a.format() == expected);
    CHECK (a.channels() == audio.channels());
    CHECK (a.frames() == audio.frames());
    CHECK (a.rate() == audio.rate());
    CHECK (a.size() > 0);

    const auto decoded = a.decode();
    REQUIRE (decoded);
    CHECK (isBitIdentical (*decoded.value(), audio));

    const auto bytes = a.bytes();
    REQUIRE (bytes);
    CHECK (bytes.value().size() == a.size());

    const auto again = StoredAudio::fromBytes (a.format(), a.channels(), a.frames(), a.rate(), bytes.value());
    CHECK (again->hash() == a.hash());
    CHECK (again->isSameAs (a));
    const auto decodedAgain = again->decode();
    REQUIRE (decodedAgain);
    CHECK (isBitIdentical (*decodedAgain.value(), audio));
}

core::Audio one (float value) { return makeAudio (1, 1, 44100.0, [value] (int, core::Frame) { return value; }); }

constexpr float quantum = 1.0f / 8388608.0f; // 2^-23

} // namespace

TEST_CASE ("integer audio of any width, length and channel count comes back bit for bit from FLAC", "[one-thread]")
{
    for (const auto bits : { 8, 16, 24 })
        for (const core::Frame frames : { 1, 2, 15, 16, 4095, 4096, 4097, 20000 })
            for (const auto channels : { 1, 2, 3, 8 })
                checkRoundTrip (integerAudio (channels, frames, 44100.0, bits), Format::flac24);
}

TEST_CASE ("float audio of any length and channel count comes back bit for bit packed", "[one-thread]")
{
    for (const core::Frame frames : { 1, 2, 100, 16383, 16384, 16385, 50000 })
        for (const auto channels : { 1, 2, 5, 9 })
            checkRoundTrip (floatAudio (channels, frames, 48000.0), Format::packedFloat);
}

TEST_CASE ("audio without a sample, and silence, come back")
{
    checkRoundTrip (core::Audio (2, 0, 44100.0), Format::packedFloat);
    checkRoundTrip (core::Audio (0, 0, 44100.0), Format::packedFloat);
    checkRoundTrip (core::Audio (2, 300000, 44100.0), Format::flac24);
    checkRoundTrip (core::Audio (9, 300000, 44100.0), Format::packedFloat);
    CHECK (stored (core::Audio (2, 300000, 44100.0))->size() < 3000);
}

TEST_CASE ("every bit pattern of a sample survives, negative zero and NaN payloads included")
{
    const auto infinity = std::numeric_limits<float>::infinity();

    for (const auto value : { -0.0f, infinity, -infinity, std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::denorm_min(),
                              std::numeric_limits<float>::max(), std::numeric_limits<float>::lowest(), std::bit_cast<float> (0xffc0dead),
                              std::bit_cast<float> (0x7f800001) })
    {
        checkRoundTrip (one (value), Format::packedFloat);

        auto within = integerAudio (2, 5000, 44100.0, 16);
        within.channel (1)[4999] = value;
        checkRoundTrip (within, Format::packedFloat);
    }

    std::mt19937 random (7);
    checkRoundTrip (makeAudio (2, 40000, 44100.0, [&] (int, core::Frame) { return std::bit_cast<float> (static_cast<std::uint32_t> (random())); }),
                    Format::packedFloat);
}

TEST_CASE ("FLAC is used exactly for what 24-bit integers can say")
{
    checkRoundTrip (one (-1.0f), Format::flac24);
    checkRoundTrip (one (1.0f - quantum), Format::flac24);
    checkRoundTrip (one (quantum), Format::flac24);
    checkRoundTrip (one (0.0f), Format::flac24);

    checkRoundTrip (one (1.0f), Format::packedFloat);
    checkRoundTrip (one (-1.0f - 2 * quantum), Format::packedFloat);
    checkRoundTrip (one (quantum / 2), Format::packedFloat);
    checkRoundTrip (one (0.1f), Format::packedFloat);
}

TEST_CASE ("FLAC is used exactly for the shapes that it can hold")
{
    for (const auto rate : { 1.0, 8000.0, 11025.0, 44100.0, 48000.0, 96000.0, 192000.0, 384000.0, 655350.0 })
        checkRoundTrip (integerAudio (2, 500, rate, 16), Format::flac24);

    for (const auto rate : { 0.0, 0.5, 44100.5, 655351.0, 768000.0, 1e9 })
        checkRoundTrip (integerAudio (2, 500, rate, 16), Format::packedFloat);

    checkRoundTrip (integerAudio (8, 500, 44100.0, 16), Format::flac24);
    checkRoundTrip (integerAudio (9, 500, 44100.0, 16), Format::packedFloat);
}

TEST_CASE ("audio without a rate that can be written down is refused")
{
    for (const auto rate : { -1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN() })
    {
        const auto encoded = StoredAudio::encode (std::make_shared<const core::Audio> (1, 10, rate));
        REQUIRE_FALSE (encoded);
        CHECK (encoded.error().code == core::ErrorCode::resultInvalid);
    }
}

TEST_CASE ("smooth float audio packs to less than its size")
{
    const auto tone = makeAudio (2, 100000, 44100.0, [] (int c, core::Frame i) { return 0.3f * std::sin (0.002f * static_cast<float> (i * (c + 1))); });
    const auto encoded = stored (tone);

    CHECK (encoded->format() == Format::packedFloat);
    CHECK (encoded->size() < tone.bytes() * 85 / 100);
}

TEST_CASE ("only equal audio of equal shape is the same")
{
    const auto audio = integerAudio (2, 100, 44100.0, 16, 1);
    CHECK (stored (audio)->isSameAs (*stored (audio)));
    CHECK (stored (audio)->hash() == stored (audio)->hash());
    CHECK_FALSE (stored (audio)->isSameAs (*stored (integerAudio (2, 100, 44100.0, 16, 2))));

    const auto bytes = stored (audio)->bytes().value();
    const auto otherRate = StoredAudio::fromBytes (Format::flac24, 2, 100, 48000.0, bytes);
    CHECK_FALSE (stored (audio)->isSameAs (*otherRate));
}

TEST_CASE ("audio that is kept gives its samples at once and its bytes as soon as anybody asks, from any number of threads")
{
    const auto audio = std::make_shared<const core::Audio> (integerAudio (2, 100000, 44100.0, 16));
    const auto kept = StoredAudio::keep (audio).value();
    CHECK (kept->decode().value() == audio); // the very same samples, no copy
    CHECK (kept->size() == 0);

    std::vector<std::thread> threads;
    std::atomic<int> wrong { 0 };

    for (int i = 0; i < 4; ++i)
        threads.emplace_back ([&, i]
        {
            const auto settled = i % 2 == 0 ? kept->settle().ok() : kept->bytes().ok();
            const auto decoded = kept->decode();

            if (! settled || ! decoded.ok() || ! isBitIdentical (*decoded.value(), *audio))
                ++wrong;
        });

    for (auto& thread : threads)
        thread.join();

    CHECK (wrong == 0);
    CHECK (kept->format() == Format::flac24);
    CHECK (kept->size() > 0);
    CHECK (kept->isSameAs (*StoredAudio::encode (audio).value()));
    CHECK (audio.use_count() == 1); // once encoded, the samples are let go
}

TEST_CASE ("kept audio is settled by whoever compares or stores it")
{
    const auto audio = std::make_shared<const core::Audio> (integerAudio (1, 1000, 44100.0, 16));
    const auto one = StoredAudio::keep (audio).value(), other = StoredAudio::keep (audio).value();
    CHECK (one->isSameAs (*other));
    CHECK (one->hash() == other->hash());
    CHECK_FALSE (one->isSameAs (*StoredAudio::keep (std::make_shared<const core::Audio> (integerAudio (1, 1001, 44100.0, 16))).value()));
}
