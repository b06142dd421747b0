// SPDX-License-Identifier: GPL-3.0-or-later
// The audio of a take in its encoded form, exactly as the archive holds it: encoded once, copied when stored.
//
// A result that has just arrived is heard before it is encoded: keep() holds its samples, settle() encodes them, and whoever asks
// for the encoded form before that waits for it or does it.
//
// FLAC (24 bit) when decoding gives every sample back bit for bit, otherwise losslessly packed float32. Above a size that
// all stored audio shares, the bytes lie in a private temporary file instead of in memory. [any but audio] thread.
#pragma once

#include <core/Audio.h>
#include <core/Result.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace harp::model
{

class StoredAudio
{
public:
    enum class Format : std::uint8_t
    {
        flac24 = 1,
        packedFloat = 2
    };

    // Encodes; decode() of the result is bit-identical to `audio`, non-finite samples included.
    static core::Result<std::shared_ptr<const StoredAudio>> encode (core::AudioPtr audio);

    // As encode(), but later: holds the samples until settle().
    static core::Result<std::shared_ptr<const StoredAudio>> keep (core::AudioPtr audio);

    // Encodes what is not encoded yet, once; other threads that need the encoded form wait meanwhile. out_of_memory: it stays as it
    // is and may be tried again.
    core::Status settle() const;

    // Takes bytes that encode() once made. The header values are checked against the bytes when decoding.
    static std::shared_ptr<const StoredAudio> fromBytes (Format, int channels, core::Frame frames, double rate, std::vector<std::uint8_t> bytes);

    ~StoredAudio();
    StoredAudio (const StoredAudio&) = delete;
    StoredAudio& operator= (const StoredAudio&) = delete;

    // archive_damaged when the bytes do not give exactly channels() x frames() samples.
    core::Result<core::AudioPtr> decode() const;

    Format format() const noexcept; // settle() first: this, size() and hash() are those of nothing before
    int channels() const noexcept { return numChannels; }
    core::Frame frames() const noexcept { return numFrames; }
    double rate() const noexcept { return sampleRate; }

    // The encoded bytes (read back from the temporary file where they lie there).
    core::Result<std::vector<std::uint8_t>> bytes() const;
    std::size_t size() const noexcept;

    // 64-bit content hash of the encoded bytes: equal audio is stored once per archive, after a comparison of the bytes.
    std::uint64_t hash() const noexcept;

    // Encoded bytes kept in memory by this process above which new audio goes to temporary files. Default 512 MiB.
    // Less than 64 KiB always stays in memory, and so does what no temporary file can be had for.
    static void setMemoryLimit (std::size_t bytes) noexcept;
    static std::size_t memoryInUse() noexcept;

    // Whether both hold the same encoded bytes of the same shape; settles both. False when that fails or a temporary file could not
    // be read.
    bool isSameAs (const StoredAudio&) const;

private:
    struct Encoded;
    StoredAudio (int channels, core::Frame frames, double rate, core::AudioPtr, std::shared_ptr<const Encoded>);
    std::shared_ptr<const Encoded> encodedOrNothing() const noexcept;

    const int numChannels;
    const core::Frame numFrames;
    const double sampleRate;

    mutable std::mutex encoding; // held while encoding
    mutable std::mutex access;   // guards the two below: one of them is there
    mutable core::AudioPtr samples;
    mutable std::shared_ptr<const Encoded> encoded;
};

} // namespace harp::model
