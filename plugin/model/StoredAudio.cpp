// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoredAudio.h"

#include "ByteStore.h"
#include "Codecs.h"

#include <algorithm>
#include <cmath>
#include <new>

namespace harp::model
{

class StoredAudio::Bytes final : public ByteStore
{
public:
    using ByteStore::ByteStore;
};

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

StoredAudio::StoredAudio (Format format, int channels, core::Frame frames, double rate, std::uint64_t hash, std::unique_ptr<Bytes> bytes)
    : kind (format), numChannels (channels), numFrames (frames), sampleRate (rate), contentHash (hash), content (std::move (bytes))
{
}

StoredAudio::~StoredAudio() = default;

core::Result<std::shared_ptr<const StoredAudio>> StoredAudio::encode (const core::Audio& audio)
{
    if (! std::isfinite (audio.rate()) || audio.rate() < 0.0 || audio.channels() > maxChannels)
        return core::Error { core::ErrorCode::resultInvalid, {}, "the audio has no usable sample rate or too many channels" };

    try
    {
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
        return fromBytes (format, audio.channels(), audio.frames(), audio.rate(), std::move (*bytes));
    }
    catch (const std::bad_alloc&)
    {
        return outOfMemory ("encoding a take");
    }
}

std::shared_ptr<const StoredAudio> StoredAudio::fromBytes (Format format, int channels, core::Frame frames, double rate, std::vector<std::uint8_t> bytes)
{
    const auto hash = fnv1a (bytes);
    return std::shared_ptr<const StoredAudio> (
        new StoredAudio (format, channels, frames, rate, hash, std::make_unique<Bytes> (std::move (bytes))));
}

core::Result<core::AudioPtr> StoredAudio::decode() const
{
    try
    {
        core::AudioPtr audio;
        const AudioShape shape { numChannels, numFrames, sampleRate };
        const auto wasRead = content->with ([&] (std::span<const std::uint8_t> bytes)
        {
            audio = kind == Format::flac24 ? decodeFlac24 (bytes, shape) : decodePackedFloat (bytes, shape);
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
    try
    {
        std::vector<std::uint8_t> copy;

        if (content->with ([&] (std::span<const std::uint8_t> all) { copy.assign (all.begin(), all.end()); return true; }))
            return copy;

        return core::Error { core::ErrorCode::archiveDamaged, {}, "the temporary file of a take could not be read" };
    }
    catch (const std::bad_alloc&)
    {
        return outOfMemory ("reading the encoded audio of a take");
    }
}

std::size_t StoredAudio::size() const noexcept { return content->size(); }

bool StoredAudio::isSameAs (const StoredAudio& other) const
{
    if (this == &other)
        return true;

    if (contentHash != other.contentHash || kind != other.kind || numChannels != other.numChannels || numFrames != other.numFrames
        || sampleRate != other.sampleRate || size() != other.size())
        return false;

    return content->with ([&] (std::span<const std::uint8_t> mine)
    {
        return other.content->with ([&] (std::span<const std::uint8_t> theirs) { return std::ranges::equal (mine, theirs); });
    });
}

void StoredAudio::setMemoryLimit (std::size_t bytes) noexcept { ByteStore::setMemoryLimit (bytes); }
std::size_t StoredAudio::memoryInUse() noexcept { return ByteStore::memoryInUse(); }

} // namespace harp::model
