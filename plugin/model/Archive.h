// SPDX-License-Identifier: GPL-3.0-or-later
// The archive format: what a HARP document leaves in the host's project. No token, no absolute path, no audio of the host.
//
// Version, length and checksum of every part are checked before anything is believed: truncated or altered bytes give
// archive_damaged, a newer major version archive_newer, and nothing of the document changes then. Identical audio is
// stored once. [any but audio] thread; the byte callbacks are called on the calling thread only.
#pragma once

#include "Document.h"

#include <functional>
#include <map>
#include <span>

namespace harp::model
{

struct ArchivedModification
{
    std::vector<TakePtr> takes;
    Comp comp;
    double sourceRate = 0.0; // spans are frames at this rate
};

struct ArchiveContent
{
    std::optional<EndpointState> endpoint;                      // document data
    std::vector<std::string> sources;                           // persistent ids; HARP keeps no state of a source
    std::map<std::string, ArchivedModification> modifications;  // by persistent id
};

// Appends bytes; false when the host failed to write.
using ArchiveSink = std::function<bool (std::span<const std::uint8_t>)>;

// Reads exactly out.size() bytes at `position`; false when the host failed to read. Never asked past the size.
struct ArchiveBytes
{
    std::uint64_t size = 0;
    std::function<bool (std::uint64_t position, std::span<std::uint8_t> out)> read;
};

using ArchiveProgress = std::function<void (float)>; // 0..1, may be empty

core::Status writeArchive (const ArchiveContent&, const ArchiveSink&, const ArchiveProgress& = {});

// `wanted` (empty = all) says which modifications' audio to read; the others are skipped without reading their audio.
core::Result<ArchiveContent> readArchive (const ArchiveBytes&,
                                          const std::function<bool (const std::string& modificationId)>& wanted = {},
                                          const ArchiveProgress& = {});

// The identifier under which archives of this format are known to hosts.
inline constexpr const char* archiveId = "org.harp.archive.1";

} // namespace harp::model
