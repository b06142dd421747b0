// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredAudio.h"

#include "ByteStore.h"
#include "Codecs.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace harp::model
{

namespace
{

std::uint64_t fnv1a (std::span<const std::uint8_t> bytes) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325u;

    for (const auto byte : bytes)
        hash = (hash ^ byte) * 0x100000001b3u;

    return hash;
}

core::Error outOfMemory (const char* what)
{
    return { core::ErrorCode::outOfMemory, {}, what };
}

} // namespace

struct StoredAudio::Encoded
{
    Encoded (Format f, std::vector<std::uint8_t> b) : format (f), hash (fnv1a (b)), bytes (std::move (b)) {}

    Format format;
    std::uint64_t hash;
    ByteStore bytes;
};

StoredAudio::StoredAudio (int channels, core::Frame frames, double rate, core::AudioPtr audio, std::shared_ptr<const Encoded> e)
    : numChannels (channels), numFrames (frames), sampleRate (rate), samples (std::move (audio)), encoded (std::move (e))
{
}

StoredAudio::~StoredAudio() = default;

core::Result<std::shared_ptr<const StoredAudio>> StoredAudio::keep (core::AudioPtr audio)
{
    if (! std::isfinite (audio->rate()) || audio->rate() < 0.0 || audio->channels() > maxChannels)
        return core::Error { core::ErrorCode::resultInvalid, {}, "the audio has no usable sample rate or too many channels" };

    const auto& a = *audio;
    return std::shared_ptr<const StoredAudio> (new StoredAudio (a.channels(), a.frames(), a.rate(), std::move (audio), nullptr));
}

core::Result<std::shared_ptr<const StoredAudio>> StoredAudio::encode (core::AudioPtr audio)
{
    auto kept = keep (std::move (audio));

    if (kept.ok())
        if (const auto status = kept.value()->settle(); ! status.ok())
            return status.error();

    return kept;
}

std::shared_ptr<const StoredAudio> StoredAudio::fromBytes (Format format, int channels, core::Frame frames, double rate, std::vector<std::uint8_t> bytes)
{
    auto encoded = std::make_shared<const Encoded> (format, std::move (bytes));
    return std::shared_ptr<const StoredAudio> (new StoredAudio (channels, frames, rate, nullptr, std::move (encoded)));
}

core::Status StoredAudio::settle() const
{
    const std::lock_guard one (encoding);

    if (encodedOrNothing() != nullptr)
        return core::Done {};

    try
    {
        const auto& audio = *samples; // only this function lets go of them
        auto format = Format::flac24;
        auto bytes = fitsFlac24 (audio) ? encodeFlac24 (audio) : std::nullopt;

        if (! bytes)
        {
            format = Format::packedFloat;
            bytes = encodePackedFloat (audio);
        }

        if (! bytes)
            return outOfMemory ("encoding a take");

        bytes->shrink_to_fit();
        auto made = std::make_shared<const Encoded> (format, std::move (*bytes));
        const std::lock_guard guard (access);
        encoded = std::move (made);
        samples.reset();
        return core::Done {};
    }
    catch (const std::bad_alloc&)
    {
        return outOfMemory ("encoding a take");
    }
}

core::Result<core::AudioPtr> StoredAudio::decode() const
{
    try
    {
        std::shared_ptr<const Encoded> from;

        {
            const std::lock_guard guard (access);

            if (samples != nullptr)
                return samples;

            from = encoded;
        }

        core::AudioPtr audio;
        const AudioShape shape { numChannels, numFrames, sampleRate };
        const auto wasRead = from->bytes.with ([&] (std::span<const std::uint8_t> bytes)
        {
            audio = from->format == Format::flac24 ? decodeFlac24 (bytes, shape) : decodePackedFloat (bytes, shape);
            return true;
        });

        if (audio != nullptr)
            return audio;

        return core::Error { core::ErrorCode::archiveDamaged, {},
                             wasRead ? "the encoded audio of a take does not give its samples"
                                     : "the temporary file of a take could not be read" };
    }
    catch (const std::bad_alloc&)
    {
        return outOfMemory ("decoding a take");
    }
}

core::Result<std::vector<std::uint8_t>> StoredAudio::bytes() const
{
    if (const auto status = settle(); ! status.ok())
        return status.error();

    try
    {
        std::vector<std::uint8_t> copy;

        if (encodedOrNothing()->bytes.with ([&] (std::span<const std::uint8_t> all) { copy.assign (all.begin(), all.end()); return true; }))
            return copy;

        return core::Error { core::ErrorCode::archiveDamaged, {}, "the temporary file of a take could not be read" };
    }
    catch (const std::bad_alloc&)
    {
        return outOfMemory ("reading the encoded audio of a take");
    }
}

std::shared_ptr<const StoredAudio::Encoded> StoredAudio::encodedOrNothing() const noexcept
{
    const std::lock_guard guard (access);
    return encoded;
}

StoredAudio::Format StoredAudio::format() const noexcept
{
    const auto now = encodedOrNothing();
    return now != nullptr ? now->format : Format::packedFloat;
}

std::size_t StoredAudio::size() const noexcept
{
    const auto now = encodedOrNothing();
    return now != nullptr ? now->bytes.size() : 0;
}

std::uint64_t StoredAudio::hash() const noexcept
{
    const auto now = encodedOrNothing();
    return now != nullptr ? now->hash : 0;
}

bool StoredAudio::isSameAs (const StoredAudio& other) const
{
    if (this == &other)
        return true;

    if (numChannels != other.numChannels || numFrames != other.numFrames || sampleRate != other.sampleRate || ! settle().ok() || ! other.settle().ok())
        return false;

    const auto mine = encodedOrNothing(), theirs = other.encodedOrNothing();

    if (mine->hash != theirs->hash || mine->format != theirs->format || mine->bytes.size() != theirs->bytes.size())
        return false;

    return mine->bytes.with ([&] (std::span<const std::uint8_t> a)
    {
        return theirs->bytes.with ([&] (std::span<const std::uint8_t> b) { return std::ranges::equal (a, b); });
    });
}

void StoredAudio::setMemoryLimit (std::size_t bytes) noexcept { ByteStore::setMemoryLimit (bytes); }
std::size_t StoredAudio::memoryInUse() noexcept { return ByteStore::memoryInUse(); }

} // namespace harp::model
