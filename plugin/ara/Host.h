// SPDX-License-Identifier: GPL-3.0-or-later
// The host's interfaces behind types: what may be missing is checked here and nowhere else.
//
// [model] thread, inside of the host calls that section 6 of the ARA contract allows; only HostAudioAccess::read may be
// called by other threads.
#pragma once

#include <ARA_API/ARAInterface.h>

#include <cstdint>
#include <span>
#include <string>

namespace harp::ara
{

class HostAudioAccess
{
public:
    HostAudioAccess (ARA::ARAAudioAccessControllerHostRef, const ARA::ARAAudioAccessControllerInterface*) noexcept;

    // Float samples. nullptr when the host has none to give.
    ARA::ARAAudioReaderHostRef createReader (ARA::ARAAudioSourceHostRef) const noexcept;
    void destroyReader (ARA::ARAAudioReaderHostRef) const noexcept;

    // [any but audio] One call at a time per reader.
    bool read (ARA::ARAAudioReaderHostRef, ARA::ARASamplePosition, ARA::ARASampleCount, void* const* buffers) const noexcept;

private:
    ARA::ARAAudioAccessControllerHostRef controller;
    const ARA::ARAAudioAccessControllerInterface* table;
};

class HostArchiving
{
public:
    HostArchiving (ARA::ARAArchivingControllerHostRef, const ARA::ARAArchivingControllerInterface*) noexcept;

    std::uint64_t size (ARA::ARAArchiveReaderHostRef) const noexcept;
    bool read (ARA::ARAArchiveReaderHostRef, std::uint64_t position, std::span<std::uint8_t> out) const noexcept;
    bool write (ARA::ARAArchiveWriterHostRef, std::uint64_t position, std::span<const std::uint8_t> bytes) const noexcept;
    void storeProgress (float) const noexcept;
    void restoreProgress (float) const noexcept;

    // Under which identifier the archive was stored; empty when the host does not say.
    std::string archiveId (ARA::ARAArchiveReaderHostRef) const;

private:
    ARA::ARAArchivingControllerHostRef controller;
    const ARA::ARAArchivingControllerInterface* table;
};

// Only inside of notifyModelUpdates. Optional in hosts: functions that are not there do nothing.
class HostModelUpdates
{
public:
    HostModelUpdates (ARA::ARAModelUpdateControllerHostRef, const ARA::ARAModelUpdateControllerInterface*) noexcept;

    void modificationChanged (ARA::ARAAudioModificationHostRef, ARA::ARAContentUpdateFlags) const noexcept;
    void regionChanged (ARA::ARAPlaybackRegionHostRef, ARA::ARAContentUpdateFlags) const noexcept;
    void documentDataChanged() const noexcept;

private:
    ARA::ARAModelUpdateControllerHostRef controller;
    const ARA::ARAModelUpdateControllerInterface* table;
};

struct Host
{
    explicit Host (const ARA::ARADocumentControllerHostInstance&) noexcept;

    HostAudioAccess audio;
    HostArchiving archiving;
    HostModelUpdates updates;
};

} // namespace harp::ara
