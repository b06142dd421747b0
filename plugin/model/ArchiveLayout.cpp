// SPDX-License-Identifier: GPL-3.0-or-later
#include "ArchiveLayout.h"

#include <zlib.h>

#include <algorithm>

namespace harp::model
{

namespace
{

// Like PNG's: text-mode transfers and cut eighth bits show at once.
constexpr std::array<std::uint8_t, 8> magic { 0x89, 'H', 'R', 'P', '\r', '\n', 0x1a, '\n' };

void put (std::uint8_t* bytes, std::uint64_t value, int count)
{
    for (int i = 0; i < count; ++i, value >>= 8)
        bytes[i] = static_cast<std::uint8_t> (value);
}

std::uint64_t get (const std::uint8_t* bytes, int count)
{
    std::uint64_t value = 0;

    for (int i = count; --i >= 0;)
        value = (value << 8) | bytes[i];

    return value;
}

} // namespace

std::array<std::uint8_t, ArchiveHeader::size> bytesOf (const ArchiveHeader& header)
{
    std::array<std::uint8_t, ArchiveHeader::size> bytes {};
    std::ranges::copy (magic, bytes.begin());
    put (bytes.data() + 8, header.major, 2);
    put (bytes.data() + 10, header.minor, 2);
    put (bytes.data() + 12, header.indexChecksum, 4);
    put (bytes.data() + 16, header.indexLength, 8);
    put (bytes.data() + 28, checksum (std::span (bytes).first (28)), 4);
    return bytes;
}

std::optional<ArchiveHeader> headerFrom (std::span<const std::uint8_t, ArchiveHeader::size> bytes)
{
    if (! std::ranges::equal (magic, bytes.first (magic.size())) || get (bytes.data() + 28, 4) != checksum (bytes.first (28)))
        return std::nullopt;

    return ArchiveHeader { static_cast<std::uint16_t> (get (bytes.data() + 8, 2)), static_cast<std::uint16_t> (get (bytes.data() + 10, 2)),
                           static_cast<std::uint32_t> (get (bytes.data() + 12, 4)), get (bytes.data() + 16, 8) };
}

std::uint32_t checksum (std::span<const std::uint8_t> bytes, std::uint32_t before)
{
    return static_cast<std::uint32_t> (crc32_z (before, bytes.data(), bytes.size()));
}

ChecksumBytes checksumBytes (std::uint32_t value)
{
    ChecksumBytes bytes {};
    put (bytes.data(), value, 4);
    return bytes;
}

std::uint32_t checksumFrom (const ChecksumBytes& bytes)
{
    return static_cast<std::uint32_t> (get (bytes.data(), 4));
}

} // namespace harp::model
