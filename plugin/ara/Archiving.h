// SPDX-License-Identifier: GPL-3.0-or-later
// Stores a document in the host's archives and restores from them, whole or in part. [model] thread.
//
// A restore reads and checks everything before it changes anything. What cannot be stored or restored is reported to the
// session, and the host gets false.
#pragma once

#include "Graph.h"

#include <model/Archive.h>

#include <map>

namespace harp::ara
{

class Archiving
{
public:
    Archiving (OpenDocument& open, Graph& objects) noexcept : doc (open), graph (objects) {}

    // ArchivingStore.cpp
    ARA::ARABool storeObjectsToArchive (ARA::ARAArchiveWriterHostRef, const ARA::ARAStoreObjectsFilter*);
    ARA::ARABool storeAudioSourceToAudioFileChunk (ARA::ARAArchiveWriterHostRef, ARA::ARAAudioSourceRef, ARA::ARAPersistentID* archiveId,
                                                   ARA::ARABool* openAutomatically);
    ARA::ARABool storeDocumentToArchive (ARA::ARAArchiveWriterHostRef);

    // ArchivingRestore.cpp
    ARA::ARABool restoreObjectsFromArchive (ARA::ARAArchiveReaderHostRef, const ARA::ARARestoreObjectsFilter*);
    ARA::ARABool beginRestoringDocumentFromArchive (ARA::ARAArchiveReaderHostRef);
    ARA::ARABool endRestoringDocumentFromArchive (ARA::ARAArchiveReaderHostRef);

private:
    // Archived persistent id -> the current modifications that get its state.
    using Targets = std::multimap<std::string, std::shared_ptr<AudioModification>>;

    model::ArchiveContent contentFor (const ARA::ARAStoreObjectsFilter*) const;
    Targets targetsOf (const ARA::ARARestoreObjectsFilter*) const;
    core::Result<model::ArchiveContent> read (ARA::ARAArchiveReaderHostRef, const Targets&) const;
    ARA::ARABool fail (const core::Error&);

    OpenDocument& doc;
    Graph& graph;
};

} // namespace harp::ara
