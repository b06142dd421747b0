// SPDX-License-Identifier: GPL-3.0-or-later
// The two lossless encodings of StoredAudio, on memory only. Private to the model. [any but audio] thread.
//
// Decoders believe nothing: they allocate for the samples only after the number of bytes made that number of samples
// possible, and return nothing unless the bytes give exactly the samples that were announced.
#pragma once

#include <core/Audio.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace harp::model
{

using EncodedBytes = std::vector<std::uint8_t>;

struct AudioShape
{
    int channels = 0;
    core::Frame frames = 0;
    double rate = 0.0;
};

// Whether 24-bit FLAC holds this audio bit for bit: every sample a multiple of 2^-23 in [-1, 1 - 2^-23], none of them -0.
bool fitsFlac24 (const core::Audio&);

std::optional<EncodedBytes> encodeFlac24 (const core::Audio&); // fitsFlac24() must hold
core::AudioPtr decodeFlac24 (std::span<const std::uint8_t>, const AudioShape&);

std::optional<EncodedBytes> encodePackedFloat (const core::Audio&);
core::AudioPtr decodePackedFloat (std::span<const std::uint8_t>, const AudioShape&);

inline constexpr int maxChannels = 1024;

// Samples of one channel per FLAC frame: fixed, so that a decoder knows how many samples some bytes can hold at most.
inline constexpr unsigned flacBlockSize = 4096;

inline constexpr float flac24Scale = 8388608.0f; // 2^23

} // namespace harp::model
