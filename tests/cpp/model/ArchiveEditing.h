// SPDX-License-Identifier: GPL-3.0-or-later
// Archives whose checksums are right and whose content is not: takes an archive apart and puts it together again.
#pragma once

#include "Samples.h"

#include <model/ArchiveLayout.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <functional>

namespace harp::test
{

inline model::ArchiveHeader headerOf (const Bytes& archive)
{
    return *model::headerFrom (std::span<const std::uint8_t, model::ArchiveHeader::size> (archive.data(), model::ArchiveHeader::size));
}

inline std::string indexOf (const Bytes& archive)
{
    const auto* start = reinterpret_cast<const char*> (archive.data()) + model::ArchiveHeader::size;
    return { start, static_cast<std::size_t> (headerOf (archive).indexLength) };
}

// The same blobs under another index, with header and checksums that fit it.
inline Bytes withIndex (const Bytes& archive, const std::string& index, const std::function<void (model::ArchiveHeader&)>& change = {})
{
    auto header = headerOf (archive);
    const auto blobs = archive.begin() + static_cast<std::ptrdiff_t> (model::ArchiveHeader::size + header.indexLength);
    const Bytes indexBytes (index.begin(), index.end());
    header.indexLength = index.size();
    header.indexChecksum = model::checksum (indexBytes);

    if (change)
        change (header);

    const auto start = model::bytesOf (header);
    Bytes result (start.begin(), start.end());
    result.insert (result.end(), indexBytes.begin(), indexBytes.end());
    result.insert (result.end(), blobs, archive.end());
    return result;
}

inline Bytes withJson (const Bytes& archive, const std::function<void (nlohmann::json&)>& change)
{
    auto json = nlohmann::json::parse (indexOf (archive));
    change (json);
    return withIndex (archive, json.dump());
}

} // namespace harp::test
