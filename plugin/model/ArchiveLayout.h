// SPDX-License-Identifier: GPL-3.0-or-later
// Where the parts of an archive lie. Private to the model. [any] thread.
//
// Header (32 bytes, numbers little-endian, the same in every version that will ever be):
//      0  magic, 8 bytes
//      8  major version, 16 bits: higher than ours = archive_newer
//     10  minor version, 16 bits: higher = keys that we ignore
//     12  CRC-32 of the index
//     16  length of the index in bytes, 64 bits
//     24  zero, 32 bits
//     28  CRC-32 of the 28 bytes before
// Index: JSON, see ArchiveIndex.h. Blobs: encoded audio, at the offsets (from the end of the index) that the index gives,
// each followed by its CRC-32. What lies behind the last blob is ignored.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace harp::model
{

struct ArchiveHeader
{
    static constexpr std::size_t size = 32;
    static constexpr std::uint16_t currentMajor = 1, currentMinor = 0;

    std::uint16_t major = currentMajor, minor = currentMinor;
    std::uint32_t indexChecksum = 0;
    std::uint64_t indexLength = 0;
};

std::array<std::uint8_t, ArchiveHeader::size> bytesOf (const ArchiveHeader&);

// Nothing when magic or checksum are wrong.
std::optional<ArchiveHeader> headerFrom (std::span<const std::uint8_t, ArchiveHeader::size>);

// CRC-32 of some bytes, or of `before` followed by them.
std::uint32_t checksum (std::span<const std::uint8_t>, std::uint32_t before = 0);

using ChecksumBytes = std::array<std::uint8_t, 4>;
ChecksumBytes checksumBytes (std::uint32_t);
std::uint32_t checksumFrom (const ChecksumBytes&);

} // namespace harp::model
