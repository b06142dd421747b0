// SPDX-License-Identifier: GPL-3.0-or-later
#include "MockHost.h"

#include <algorithm>
#include <cstring>

namespace harp::test
{

using namespace ARA;

thread_local bool MockHost::onRenderThread = false;

namespace
{

MockHost& hostOf (void* ref)
{
    return *static_cast<MockHost*> (ref);
}

} // namespace

// --- checks -------------------------------------------------------------------------------------------------------------
std::vector<std::string> MockHost::violations() const
{
    const std::lock_guard lock (mutex);
    return found;
}

void MockHost::violation (const std::string& what)
{
    const std::lock_guard lock (mutex);
    found.push_back (what);
}

bool MockHost::expect (bool condition, const char* what)
{
    if (! condition)
        violation (what);

    return condition;
}

bool MockHost::expectInside (Inside allowed, const void* object, const char* what)
{
    const bool onThread = expect (std::this_thread::get_id() == modelThread, "a callback came from another thread than the model thread");
    return onThread && expect (inside == allowed && insideObject == object, what);
}

MockHost::Call::Call (MockHost& h, Inside where, const void* object) : host (h), before (h.inside), objectBefore (h.insideObject)
{
    host.inside = where;
    host.insideObject = object;
}

MockHost::Call::~Call()
{
    host.inside = before;
    host.insideObject = objectBefore;
}

// --- callbacks ----------------------------------------------------------------------------------------------------------
struct Callbacks
{
    static void expectReaderCall (MockHost& host, const HostSource* source)
    {
        host.expect (std::this_thread::get_id() == host.modelThread, "a reader is made or given back outside of the model thread");
        host.expect (host.inside == Inside::endEditing || (host.inside == Inside::sourceCall && host.insideObject == source),
                     "a reader is made or given back outside of the calls for its source");
    }

    static ARAAudioReaderHostRef createReader (ARAAudioAccessControllerHostRef ref, ARAAudioSourceHostRef sourceRef, ARABool use64Bit)
    {
        auto& host = hostOf (ref);
        auto* source = reinterpret_cast<HostSource*> (sourceRef);
        host.expect (host.liveObjects.contains (source), "a reader is made for a dead source");
        expectReaderCall (host, source);
        host.expect (source->access, "a reader is made although access is off");
        host.expect (use64Bit == kARAFalse, "a reader of doubles is asked for");

        if (! host.givesReaders)
            return nullptr;

        auto* reader = new HostReaderObject;
        reader->source = source;
        const std::lock_guard lock (host.mutex);
        host.liveReaders.insert (reader);
        ++host.openReaders;
        ++source->readers;
        return reinterpret_cast<ARAAudioReaderHostRef> (reader);
    }

    static ARABool read (ARAAudioAccessControllerHostRef ref, ARAAudioReaderHostRef readerRef, ARASamplePosition position, ARASampleCount count,
                         void* const buffers[])
    {
        auto& host = hostOf (ref);
        auto* reader = reinterpret_cast<HostReaderObject*> (readerRef);

        {
            const std::lock_guard lock (host.mutex);

            if (! host.liveReaders.contains (reader))
            {
                host.found.push_back ("a dead reader is used");
                return kARAFalse;
            }
        }

        auto& source = *reader->source;
        host.expect (! MockHost::onRenderThread, "a render thread reads from the host");
        host.expect (reader->running++ == 0, "two reads of one reader run at once");
        host.expect (source.access, "samples are read although access is off");
        host.expect (position >= 0 && count > 0 && position + count <= source.frames(), "a read reaches outside of the source");
        ++source.reads;
        source.longestRead = std::max<std::int64_t> (source.longestRead, count);

        ++source.waitingReads;
        source.slowDisk->wait();
        --source.waitingReads;

        const bool fails = source.readsFail;

        for (int channel = 0; channel < source.channels(); ++channel)
        {
            auto* out = static_cast<float*> (buffers[channel]);

            // A failing host leaves anything behind: the plug-in must not trust it.
            for (ARASampleCount frame = 0; frame < count; ++frame)
                out[frame] = fails ? 99.0f : source.samples[static_cast<std::size_t> (channel)][static_cast<std::size_t> (position + frame)];
        }

        --reader->running;
        return fails ? kARAFalse : kARATrue;
    }

    static void destroyReader (ARAAudioAccessControllerHostRef ref, ARAAudioReaderHostRef readerRef)
    {
        auto& host = hostOf (ref);
        auto* reader = reinterpret_cast<HostReaderObject*> (readerRef);

        {
            const std::lock_guard lock (host.mutex);

            if (host.liveReaders.erase (reader) == 0)
            {
                host.found.push_back ("a reader is given back twice");
                return;
            }
        }

        expectReaderCall (host, reader->source);
        host.expect (reader->running == 0, "a reader is given back while it reads");
        --host.openReaders;
        --reader->source->readers;
        delete reader;
    }

    // --- archives
    static bool isWithin (MockHost& host, const HostArchive& archive, ARASize position, ARASize length)
    {
        return host.expect (length > 0, "nothing is transferred")
               && host.expect (position <= archive.bytes.size() && length <= archive.bytes.size() - position, "a read past the end of the archive");
    }

    static bool diskWorks (HostArchive& archive, ARASize length)
    {
        archive.used += length;
        return archive.used <= archive.failAfter;
    }

    static ARASize archiveSize (ARAArchivingControllerHostRef ref, ARAArchiveReaderHostRef reader)
    {
        hostOf (ref).expectInside (Inside::restore, reader, "the size of an archive is asked for outside of its restore");
        return reinterpret_cast<HostArchive*> (reader)->bytes.size();
    }

    static ARABool readBytes (ARAArchivingControllerHostRef ref, ARAArchiveReaderHostRef reader, ARASize position, ARASize length, ARAByte buffer[])
    {
        auto& host = hostOf (ref);
        auto& archive = *reinterpret_cast<HostArchive*> (reader);
        host.expectInside (Inside::restore, reader, "an archive is read outside of its restore");

        if (! isWithin (host, archive, position, length) || ! diskWorks (archive, length))
            return kARAFalse;

        std::memcpy (buffer, archive.bytes.data() + position, length);
        return kARATrue;
    }

    static ARABool writeBytes (ARAArchivingControllerHostRef ref, ARAArchiveWriterHostRef writer, ARASize position, ARASize length, const ARAByte buffer[])
    {
        auto& host = hostOf (ref);
        auto& archive = *reinterpret_cast<HostArchive*> (writer);
        host.expectInside (Inside::store, writer, "an archive is written outside of its store");
        host.expect (length > 0, "nothing is written");

        if (! diskWorks (archive, length))
            return kARAFalse;

        if (archive.bytes.size() < position + length)
            archive.bytes.resize (position + length);

        std::memcpy (archive.bytes.data() + position, buffer, length);
        return kARATrue;
    }

    static void noteProgress (MockHost& host, float value, Inside where)
    {
        host.expect (host.inside == where, "progress is told outside of its call");
        host.expect (value >= 0.0f && value <= 1.0f, "progress is outside of 0..1");
        host.expect (host.progress.empty() || value >= host.progress.back(), "progress falls");
        host.progress.push_back (value);
    }

    static void storeProgress (ARAArchivingControllerHostRef ref, float value) { noteProgress (hostOf (ref), value, Inside::store); }
    static void restoreProgress (ARAArchivingControllerHostRef ref, float value) { noteProgress (hostOf (ref), value, Inside::restore); }

    static ARAPersistentID archiveId (ARAArchivingControllerHostRef ref, ARAArchiveReaderHostRef reader)
    {
        hostOf (ref).expectInside (Inside::restore, reader, "the identifier of an archive is asked for outside of its restore");
        return reinterpret_cast<HostArchive*> (reader)->id;
    }

    // --- model updates
    static void notify (void* ref, Notification notification)
    {
        auto& host = hostOf (ref);
        host.expectInside (Inside::poll, nullptr, "a notification outside of notifyModelUpdates");
        host.expect (notification.object == nullptr || host.liveObjects.contains (notification.object), "a notification for a dead object");
        host.notifications.push_back (notification);
    }

    static void analysisProgress (ARAModelUpdateControllerHostRef ref, ARAAudioSourceHostRef, ARAAnalysisProgressState, float)
    {
        hostOf (ref).violation ("analysis progress without analysis");
    }

    static void sourceChanged (ARAModelUpdateControllerHostRef ref, ARAAudioSourceHostRef source, const ARAContentTimeRange*, ARAContentUpdateFlags flags)
    {
        notify (ref, { Notification::Kind::source, source, flags });
    }

    static void modificationChanged (ARAModelUpdateControllerHostRef ref, ARAAudioModificationHostRef modification, const ARAContentTimeRange*,
                                     ARAContentUpdateFlags flags)
    {
        notify (ref, { Notification::Kind::modification, modification, flags });
    }

    static void regionChanged (ARAModelUpdateControllerHostRef ref, ARAPlaybackRegionHostRef region, const ARAContentTimeRange*, ARAContentUpdateFlags flags)
    {
        notify (ref, { Notification::Kind::region, region, flags });
    }

    static void documentDataChanged (ARAModelUpdateControllerHostRef ref) { notify (ref, { Notification::Kind::documentData, nullptr, 0 }); }
};

// --- tables -------------------------------------------------------------------------------------------------------------
MockHost::MockHost (HostShape shape)
    : audio { ARA_IMPLEMENTED_STRUCT_SIZE (ARAAudioAccessControllerInterface, destroyAudioReader), Callbacks::createReader, Callbacks::read,
              Callbacks::destroyReader },
      archiving { shape.archivingSize, Callbacks::archiveSize, Callbacks::readBytes, Callbacks::writeBytes, Callbacks::storeProgress,
                  Callbacks::restoreProgress, Callbacks::archiveId },
      updates { shape.modelUpdateSize, Callbacks::analysisProgress, Callbacks::sourceChanged, Callbacks::modificationChanged,
                Callbacks::regionChanged, Callbacks::documentDataChanged },
      hostInstance {}
{
    // Beyond the announced size there is nothing that could be called.
    if (shape.archivingSize < ARA_IMPLEMENTED_STRUCT_SIZE (ARAArchivingControllerInterface, getDocumentArchiveID))
        archiving.getDocumentArchiveID = nullptr;

    if (shape.modelUpdateSize < ARA_IMPLEMENTED_STRUCT_SIZE (ARAModelUpdateControllerInterface, notifyDocumentDataChanged))
        updates.notifyDocumentDataChanged = nullptr;

    if (shape.modelUpdateSize < ARA_IMPLEMENTED_STRUCT_SIZE (ARAModelUpdateControllerInterface, notifyPlaybackRegionContentChanged))
        updates.notifyPlaybackRegionContentChanged = nullptr;

    hostInstance.structSize = kARADocumentControllerHostInstanceMinSize;
    hostInstance.audioAccessControllerHostRef = reinterpret_cast<ARAAudioAccessControllerHostRef> (this);
    hostInstance.audioAccessControllerInterface = &audio;
    hostInstance.archivingControllerHostRef = reinterpret_cast<ARAArchivingControllerHostRef> (this);
    hostInstance.archivingControllerInterface = &archiving;

    if (shape.modelUpdates)
    {
        hostInstance.modelUpdateControllerHostRef = reinterpret_cast<ARAModelUpdateControllerHostRef> (this);
        hostInstance.modelUpdateControllerInterface = &updates;
    }
}

MockHost::~MockHost()
{
    for (const auto* reader : liveReaders)
        delete static_cast<const HostReaderObject*> (reader);
}

} // namespace harp::test
