// SPDX-License-Identifier: GPL-3.0-or-later
#include "Host.h"

namespace harp::ara
{

using namespace ARA;

// --- audio access -------------------------------------------------------------------------------------------------------
HostAudioAccess::HostAudioAccess (ARAAudioAccessControllerHostRef ref, const ARAAudioAccessControllerInterface* functions) noexcept
    : controller (ref), table (functions)
{
}

ARAAudioReaderHostRef HostAudioAccess::createReader (ARAAudioSourceHostRef source) const noexcept
{
    return table != nullptr ? table->createAudioReaderForSource (controller, source, kARAFalse) : nullptr;
}

void HostAudioAccess::destroyReader (ARAAudioReaderHostRef reader) const noexcept
{
    table->destroyAudioReader (controller, reader);
}

bool HostAudioAccess::read (ARAAudioReaderHostRef reader, ARASamplePosition position, ARASampleCount count, void* const* buffers) const noexcept
{
    return table->readAudioSamples (controller, reader, position, count, buffers) != kARAFalse;
}

// --- archiving ----------------------------------------------------------------------------------------------------------
HostArchiving::HostArchiving (ARAArchivingControllerHostRef ref, const ARAArchivingControllerInterface* functions) noexcept
    : controller (ref), table (functions)
{
}

std::uint64_t HostArchiving::size (ARAArchiveReaderHostRef reader) const noexcept
{
    return table != nullptr ? table->getArchiveSize (controller, reader) : 0;
}

bool HostArchiving::read (ARAArchiveReaderHostRef reader, std::uint64_t position, std::span<std::uint8_t> out) const noexcept
{
    if (out.empty())
        return true;

    return table != nullptr && table->readBytesFromArchive (controller, reader, position, out.size(), out.data()) != kARAFalse;
}

bool HostArchiving::write (ARAArchiveWriterHostRef writer, std::uint64_t position, std::span<const std::uint8_t> bytes) const noexcept
{
    if (bytes.empty())
        return true;

    return table != nullptr && table->writeBytesToArchive (controller, writer, position, bytes.size(), bytes.data()) != kARAFalse;
}

void HostArchiving::storeProgress (float value) const noexcept
{
    if (table != nullptr)
        table->notifyDocumentArchivingProgress (controller, value);
}

void HostArchiving::restoreProgress (float value) const noexcept
{
    if (table != nullptr)
        table->notifyDocumentUnarchivingProgress (controller, value);
}

std::string HostArchiving::archiveId (ARAArchiveReaderHostRef reader) const
{
    if (table == nullptr || ! ARA_IMPLEMENTS_FIELD (table, ARAArchivingControllerInterface, getDocumentArchiveID))
        return {};

    const auto* id = table->getDocumentArchiveID (controller, reader);
    return id != nullptr ? id : "";
}

// --- model updates ------------------------------------------------------------------------------------------------------
HostModelUpdates::HostModelUpdates (ARAModelUpdateControllerHostRef ref, const ARAModelUpdateControllerInterface* functions) noexcept
    : controller (ref), table (functions)
{
}

void HostModelUpdates::modificationChanged (ARAAudioModificationHostRef modification, ARAContentUpdateFlags flags) const noexcept
{
    if (table != nullptr)
        table->notifyAudioModificationContentChanged (controller, modification, nullptr, flags);
}

void HostModelUpdates::regionChanged (ARAPlaybackRegionHostRef region, ARAContentUpdateFlags flags) const noexcept
{
    if (table != nullptr && ARA_IMPLEMENTS_FIELD (table, ARAModelUpdateControllerInterface, notifyPlaybackRegionContentChanged))
        table->notifyPlaybackRegionContentChanged (controller, region, nullptr, flags);
}

void HostModelUpdates::documentDataChanged() const noexcept
{
    if (table != nullptr && ARA_IMPLEMENTS_FIELD (table, ARAModelUpdateControllerInterface, notifyDocumentDataChanged))
        table->notifyDocumentDataChanged (controller);
}

// ------------------------------------------------------------------------------------------------------------------------
Host::Host (const ARADocumentControllerHostInstance& instance) noexcept
    : audio (instance.audioAccessControllerHostRef, instance.audioAccessControllerInterface),
      archiving (instance.archivingControllerHostRef, instance.archivingControllerInterface),
      updates (instance.modelUpdateControllerHostRef, instance.modelUpdateControllerInterface)
{
}

} // namespace harp::ara
