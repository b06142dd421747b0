// SPDX-License-Identifier: MIT
// Everything the probe can do wrong, one `if` per name.
#include "ProbeDocument.h"

#include <thread>

namespace probe
{
namespace
{

template <typename Ref>
Ref garbage()
{
    return reinterpret_cast<Ref> (std::uintptr_t { 0x1234 });
}

const ARAModelUpdateControllerInterface& updates (Document& d) { return *d.host.modelUpdateControllerInterface; }
const ARAArchivingControllerInterface& archive (Document& d) { return *d.host.archivingControllerInterface; }
const ARAContentAccessControllerInterface& content (Document& d) { return *d.host.contentAccessControllerInterface; }

void readTwiceAtOnce (Document& d, Source& source)
{
    std::thread others[3];

    for (auto& other : others)
        other = std::thread ([&]
        {
            for (auto i = 0; i < 20; ++i)
            {
                std::vector<std::vector<float>> samples (static_cast<std::size_t> (source.channels));
                d.read (source.reader, 0, source.frames, samples);
            }
        });

    for (auto& other : others)
        other.join();
}

} // namespace

void mistakeInCreateSource (Document& d, Source& source)
{
    if (d.wants ("reader-without-access"))
        d.createReader (source.hostRef);
}

void mistakeInAccess (Document& d, Source& source, bool enable)
{
    std::vector<std::vector<float>> samples (static_cast<std::size_t> (source.channels));

    if (d.wants ("reader-on-thread"))
        std::thread ([&] { d.createReader (source.hostRef); }).join();

    if (enable && d.wants ("concurrent-reads"))
        readTwiceAtOnce (d, source);

    if (enable && d.wants ("unknown-source"))
        d.createReader (garbage<ARAAudioSourceHostRef>());

    if (enable && d.wants ("unknown-reader"))
        d.read (garbage<ARAAudioReaderHostRef>(), 0, 1, samples);

    if (enable && d.wants ("unknown-controller"))
        d.host.audioAccessControllerInterface->createAudioReaderForSource (garbage<ARAAudioAccessControllerHostRef>(), source.hostRef, kARAFalse);

    if (enable && d.wants ("destroy-twice"))
    {
        const auto reader = d.createReader (source.hostRef);
        d.destroyReader (reader);
        d.destroyReader (reader);
    }

    if (enable && d.wants ("read-dead-reader"))
    {
        const auto reader = d.createReader (source.hostRef);
        d.destroyReader (reader);
        d.read (reader, 0, 1, samples);
    }
}

void mistakeInEndEditing (Document& d)
{
    for (auto& source : d.sources)
    {
        std::vector<std::vector<float>> samples (static_cast<std::size_t> (source->channels));

        if (d.wants ("notify-outside-poll"))
            updates (d).notifyAudioSourceContentChanged (d.host.modelUpdateControllerHostRef, source->hostRef, nullptr,
                                                         kARAContentUpdateSignalScopeRemainsUnchanged);

        if (d.wants ("keep-readers") && source->reader != nullptr && ! source->access)
            d.read (source->reader, 0, 1, samples);
    }

    for (auto& context : d.contexts)
    {
        const auto self = d.host.contentAccessControllerHostRef;

        if (d.wants ("content-left-open"))
            content (d).createMusicalContextContentReader (self, context->hostRef, kARAContentTypeTempoEntries, nullptr);

        if (d.wants ("content-unavailable"))
            content (d).createMusicalContextContentReader (self, context->hostRef, kARAContentTypeNotes, nullptr);

        if (d.wants ("content-unknown-object"))
            content (d).isMusicalContextContentAvailable (self, garbage<ARAMusicalContextHostRef>(), kARAContentTypeNotes);

        if (d.wants ("content-index"))
        {
            const auto reader = content (d).createMusicalContextContentReader (self, context->hostRef, kARAContentTypeTempoEntries, nullptr);
            content (d).getContentReaderDataForEvent (self, reader, 99);
            content (d).destroyContentReader (self, reader);
        }
    }
}

void mistakeInUpdateDocument (Document& d)
{
    if (d.wants ("reader-in-other-call") && ! d.sources.empty())
        d.destroyReader (d.createReader (d.sources.front()->hostRef));

    if (d.wants ("assert") && assertFunction() != nullptr && *assertFunction() != nullptr)
        (*assertFunction()) (kARAAssertInvalidState, nullptr, "the probe was asked to complain");
}

void mistakeInPoll (Document& d)
{
    const auto self = d.host.modelUpdateControllerHostRef;

    if (d.wants ("content-in-poll"))
        content (d).isMusicalContextContentAvailable (d.host.contentAccessControllerHostRef, d.contexts.front()->hostRef, kARAContentTypeNotes);

    if (d.wants ("write-in-poll"))
        archive (d).notifyDocumentArchivingProgress (d.host.archivingControllerHostRef, 0.5f);

    for (auto& source : d.sources)
    {
        if (d.wants ("progress-order"))
            updates (d).notifyAudioSourceAnalysisProgress (self, source->hostRef, kARAAnalysisProgressCompleted, 1.0f);

        if (d.wants ("progress-falls"))
        {
            updates (d).notifyAudioSourceAnalysisProgress (self, source->hostRef, kARAAnalysisProgressStarted, 0.5f);
            updates (d).notifyAudioSourceAnalysisProgress (self, source->hostRef, kARAAnalysisProgressCompleted, 0.2f);
        }

        if (d.wants ("signal-flag"))
            updates (d).notifyAudioSourceContentChanged (self, source->hostRef, nullptr, kARAContentUpdateNoteScopeRemainsUnchanged);

        if (d.wants ("unknown-flags"))
            updates (d).notifyAudioSourceContentChanged (self, source->hostRef, nullptr, 0x401);
    }

    if (d.wants ("unknown-region"))
        updates (d).notifyPlaybackRegionContentChanged (self, garbage<ARAPlaybackRegionHostRef>(), nullptr, 0);

    if (d.wants ("notify-on-thread"))
        std::thread ([&] { updates (d).notifyDocumentDataChanged (self); }).join();

    if (d.wants ("beyond-struct"))
        updates (d).notifyDocumentDataChanged (self);
}

void mistakeInStore (Document& d, ARAArchiveWriterHostRef writer)
{
    const auto self = d.host.archivingControllerHostRef;
    const ARAByte byte = 0;

    if (d.wants ("write-nothing"))
        archive (d).writeBytesToArchive (self, writer, 0, 0, &byte);

    if (d.wants ("write-wrong-ref"))
        archive (d).writeBytesToArchive (self, garbage<ARAArchiveWriterHostRef>(), 0, 1, &byte);

    if (d.wants ("archive-progress"))
        archive (d).notifyDocumentArchivingProgress (self, 7.0f);

    if (d.wants ("restore-call-in-store"))
        archive (d).getArchiveSize (self, reinterpret_cast<ARAArchiveReaderHostRef> (writer));

    if (d.wants ("write-on-thread"))
        std::thread ([&] { archive (d).writeBytesToArchive (self, writer, 0, 1, &byte); }).join();
}

void mistakeInRestore (Document& d, ARAArchiveReaderHostRef reader)
{
    const auto self = d.host.archivingControllerHostRef;
    ARAByte byte = 0;

    if (d.wants ("read-past-end"))
        archive (d).readBytesFromArchive (self, reader, archive (d).getArchiveSize (self, reader), 1, &byte);

    if (d.wants ("read-nothing"))
        archive (d).readBytesFromArchive (self, reader, 0, 0, &byte);
}

void mistakeInProcess (Document& d)
{
    if (d.wants ("request-in-process"))
        d.host.playbackControllerInterface->requestStartPlayback (d.host.playbackControllerHostRef);

    if (d.wants ("read-in-process") && ! d.sources.empty())
    {
        std::vector<std::vector<float>> samples (static_cast<std::size_t> (d.sources.front()->channels));
        d.read (d.sources.front()->reader, 0, 1, samples);
    }
}

} // namespace probe
