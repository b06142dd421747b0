// SPDX-License-Identifier: MIT
#include "ProbeDocument.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <sstream>
#include <utility>

namespace probe
{

Document::Document (const ARADocumentControllerHostInstance& hostInstance, const char* documentName)
    : host (hostInstance), name (documentName != nullptr ? documentName : "")
{
}

ARAAudioReaderHostRef Document::createReader (ARAAudioSourceHostRef source)
{
    return host.audioAccessControllerInterface->createAudioReaderForSource (host.audioAccessControllerHostRef, source, kARAFalse);
}

bool Document::read (ARAAudioReaderHostRef reader, std::int64_t position, std::int64_t count, std::vector<std::vector<float>>& into)
{
    std::vector<void*> buffers;

    for (auto& channel : into)
    {
        channel.resize (static_cast<std::size_t> (count));
        buffers.push_back (channel.data());
    }

    return host.audioAccessControllerInterface->readAudioSamples (host.audioAccessControllerHostRef, reader, position, count, buffers.data())
        != kARAFalse;
}

void Document::destroyReader (ARAAudioReaderHostRef reader)
{
    host.audioAccessControllerInterface->destroyAudioReader (host.audioAccessControllerHostRef, reader);
}

void Document::cache (Source& source)
{
    std::vector<std::vector<float>> samples (static_cast<std::size_t> (source.channels));
    source.readFailed = ! read (source.reader, 0, source.frames, samples);
    const std::scoped_lock lock (mutex);
    source.samples = std::move (samples);
    source.cached = true;
}

void Document::setAccess (Source& source, bool enable)
{
    if (source.access == enable)
        return;

    source.access = enable;

    if (enable)
    {
        source.reader = createReader (source.hostRef);
        cache (source);
    }
    else
    {
        forget (source);
    }

    mistakeInAccess (*this, source, enable);

    if (! editing)
        analyse();
}

void Document::forget (Source& source)
{
    if (source.reader != nullptr && ! wants ("keep-readers"))
        destroyReader (std::exchange (source.reader, nullptr));
}

void Document::endEditing()
{
    editing = false;

    for (auto& context : contexts)
        readTempo (*context);

    mistakeInEndEditing (*this);
    analyse();
}

void Document::readTempo (Context& context)
{
    const auto* const content = host.contentAccessControllerInterface;
    const auto self = host.contentAccessControllerHostRef;

    if (content == nullptr || content->isMusicalContextContentAvailable (self, context.hostRef, kARAContentTypeTempoEntries) == kARAFalse)
        return;

    content->getMusicalContextContentGrade (self, context.hostRef, kARAContentTypeTempoEntries);
    const auto reader = content->createMusicalContextContentReader (self, context.hostRef, kARAContentTypeTempoEntries, nullptr);
    context.tempo.clear();

    for (auto i = 0; i < content->getContentReaderEventCount (self, reader); ++i)
        context.tempo.push_back (*static_cast<const ARAContentTempoEntry*> (content->getContentReaderDataForEvent (self, reader, i)));

    content->destroyContentReader (self, reader);
}

void Document::analyse()
{
    for (auto& source : sources)
        if (source->analysis == Source::requested && source->access)
            source->analysis = Source::running; // finished, but the host hears of it at its next poll
}

void Document::poll()
{
    mistakeInPoll (*this);
    const auto* const updates = host.modelUpdateControllerInterface;
    const auto self = host.modelUpdateControllerHostRef;
    std::vector<ARAAudioModificationHostRef> pending;

    {
        const std::scoped_lock lock (mutex);
        pending = std::exchange (changed, {});
    }

    for (auto& source : sources)
    {
        if (source->analysis != Source::running)
            continue;

        source->analysis = Source::done;

        if (updates == nullptr)
            continue;

        updates->notifyAudioSourceAnalysisProgress (self, source->hostRef, kARAAnalysisProgressStarted, 0.0f);
        updates->notifyAudioSourceAnalysisProgress (self, source->hostRef, kARAAnalysisProgressUpdated, 0.5f);
        updates->notifyAudioSourceAnalysisProgress (self, source->hostRef, kARAAnalysisProgressCompleted, 1.0f);
        updates->notifyAudioSourceContentChanged (self, source->hostRef, nullptr, kARAContentUpdateSignalScopeRemainsUnchanged);
    }

    if (updates == nullptr)
        return;

    for (const auto modification : pending)
    {
        updates->notifyAudioModificationContentChanged (self, modification, nullptr, kARAContentUpdateEverythingChanged);

        for (auto& region : regions)
            if (region->modification->hostRef == modification)
                updates->notifyPlaybackRegionContentChanged (self, region->hostRef, nullptr, kARAContentUpdateEverythingChanged);
    }
}

bool Document::setGain (const std::string& modificationId, float gain)
{
    const std::scoped_lock lock (mutex);

    for (auto& modification : modifications)
    {
        if (modification->id != modificationId)
            continue;

        modification->gain = gain;
        changed.push_back (modification->hostRef);
        return true;
    }

    return false;
}

void Document::play (const Region& region, std::int64_t position, int frames, double rate, float* const* output, int channels)
{
    const std::scoped_lock lock (mutex);
    const auto& source = *region.modification->source;

    if (! source.cached || source.samples.empty())
        return;

    const auto first = std::llround (region.startInSong * rate);
    const auto length = std::llround (region.duration * rate);

    for (auto i = 0; i < frames; ++i)
    {
        const auto inRegion = position + i - first;

        if (inRegion < 0 || inRegion >= length)
            continue;

        // At the source's own rate this is exact; otherwise the two nearest samples are mixed.
        const auto at = static_cast<double> (inRegion) * source.rate / rate + region.startInModification * source.rate;
        const auto whole = static_cast<std::int64_t> (std::floor (at + 1e-9));
        const auto part = std::max (0.0, at - static_cast<double> (whole));

        for (auto channel = 0; channel < channels; ++channel)
        {
            const auto& from = source.samples[static_cast<std::size_t> (std::min (channel, source.channels - 1))];
            const auto sample = [&] (std::int64_t index)
            { return index >= 0 && index < static_cast<std::int64_t> (from.size()) ? static_cast<double> (from[static_cast<std::size_t> (index)]) : 0.0; };
            const auto value = part < 1e-6 ? sample (whole) : sample (whole) * (1 - part) + sample (whole + 1) * part;
            output[channel][i] += region.modification->gain * static_cast<float> (value);
        }
    }
}

ContentReader* Document::readNotes (const Source& source, double offset)
{
    auto reader = std::make_unique<ContentReader>();
    const auto length = static_cast<double> (source.frames) / source.rate;
    reader->notes.push_back ({ 440.0f, 69, 0.5f, offset, 0.0, length / 2, length / 2 });
    reader->notes.push_back ({ kARAInvalidFrequency, kARAInvalidPitchNumber, 0.25f, offset + length / 2, 0.0, length / 2, length / 2 });

    if (wants ("bad-notes"))
        reader->notes.back() = { 100.0f, kARAInvalidPitchNumber, -1.0f, offset - 1, 0.0, length, length };

    return reader.release();
}

bool Document::writeText (ARAArchiveWriterHostRef writer, const std::string& text)
{
    return host.archivingControllerInterface->writeBytesToArchive (host.archivingControllerHostRef, writer, 0, text.size(),
                                                                   reinterpret_cast<const ARAByte*> (text.data())) != kARAFalse;
}

bool Document::store (ARAArchiveWriterHostRef writer, const ARAStoreObjectsFilter* filter)
{
    mistakeInStore (*this, writer);
    std::ostringstream text;
    text << "probe\n";
    const auto listed = [&] (const auto* refs, std::size_t count, const void* object) { return filter == nullptr || std::find (refs, refs + count, object) != refs + count; };

    for (auto& source : sources)
        if (listed (reinterpret_cast<void* const*> (filter ? filter->audioSourceRefs : nullptr), filter ? filter->audioSourceRefsCount : 0, source.get()))
            text << "source " << source->id << " " << source->analysis << "\n";

    for (auto& modification : modifications)
        if (listed (reinterpret_cast<void* const*> (filter ? filter->audioModificationRefs : nullptr), filter ? filter->audioModificationRefsCount : 0,
                    modification.get()))
            text << "modification " << modification->id << " " << modification->gain << "\n";

    text << "end\n";
    host.archivingControllerInterface->notifyDocumentArchivingProgress (host.archivingControllerHostRef, 0.5f);
    const auto ok = writeText (writer, text.str());
    host.archivingControllerInterface->notifyDocumentArchivingProgress (host.archivingControllerHostRef, 1.0f);
    return ok;
}

bool Document::restore (ARAArchiveReaderHostRef reader, const ARARestoreObjectsFilter* filter)
{
    mistakeInRestore (*this, reader);
    const auto* const archive = host.archivingControllerInterface;
    std::string text (archive->getArchiveSize (host.archivingControllerHostRef, reader), '\0');

    if (text.empty()
        || archive->readBytesFromArchive (host.archivingControllerHostRef, reader, 0, text.size(), reinterpret_cast<ARAByte*> (text.data())) == kARAFalse)
        return false;

    archive->notifyDocumentUnarchivingProgress (host.archivingControllerHostRef, 1.0f);

    if (! text.starts_with ("probe\n") || ! text.ends_with ("\nend\n"))
        return false;

    // The current id of an archived one, or nothing when it is not wanted.
    const auto current = [filter] (const std::string& id) -> std::string
    {
        if (filter == nullptr)
            return id;

        for (std::size_t i = 0; i < filter->audioModificationIDsCount; ++i)
            if (id == filter->audioModificationArchiveIDs[i])
                return filter->audioModificationCurrentIDs != nullptr ? filter->audioModificationCurrentIDs[i] : id;

        return {};
    };
    std::istringstream lines (text);
    const std::scoped_lock lock (mutex);

    for (std::string kind, id, value; lines >> kind && kind != "end" && (kind == "probe" || lines >> id >> value);)
        for (auto& modification : modifications)
            if (kind == "modification" && modification->id == current (id))
                modification->gain = std::stof (value);

    return true;
}

} // namespace probe
