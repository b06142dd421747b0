// SPDX-License-Identifier: GPL-3.0-or-later
// The index of an archive: everything but the encoded audio, which it names by position in a table. Private to the model.
// [any] thread.
#pragma once

#include "Archive.h"

namespace harp::model
{

struct ArchivedAudio
{
    std::uint64_t offset = 0; // from the end of the index
    std::uint64_t size = 0;   // without its checksum
    StoredAudio::Format format = StoredAudio::Format::flac24;
    int channels = 0;
    core::Frame frames = 0;
    double rate = 0.0;
};

// A take whose outputs have no audio yet; `audio` has one position in the table per output.
struct IndexedTake
{
    Take take;
    std::vector<std::size_t> audio;
};

struct IndexedModification
{
    std::vector<IndexedTake> takes;
    Comp comp;
    double rate = 0.0;
};

struct ArchiveIndex
{
    std::optional<EndpointState> endpoint;
    std::vector<std::string> sources;
    std::vector<ArchivedAudio> audio;
    std::map<std::string, IndexedModification> modifications;
};

using ModificationFilter = std::function<bool (const std::string&)>;

std::string indexToJson (const ArchiveIndex&);

// Everything that readers rely on is checked: what a comp names is there, spans lie within each other, blobs lie within
// `blobBytes` without overlapping. Throws BadJson (JsonAccess.h). Unknown keys are ignored.
ArchiveIndex indexFromJson (const std::string& text, const ModificationFilter& wanted, std::uint64_t blobBytes);

} // namespace harp::model
