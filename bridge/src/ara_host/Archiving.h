// SPDX-License-Identifier: MIT
// The host's archiving controller: archives are byte strings in memory, one at a time, inside a store or restore call.
#pragma once

#include "CallbackTarget.h"
#include "DocumentSide.h"

#include <string>
#include <vector>

namespace harp::host
{

using Bytes = std::vector<unsigned char>;

// An archive that is being written or read, and how it shall go wrong for tests.
struct ArchiveStream
{
    Bytes data;
    std::string archiveId;             // empty: the host does not know (NULL)
    std::int64_t failAfterBytes = -1;  // reads or writes beyond so many bytes in total fail; -1 = none does
    std::vector<float> progress;       // what the plug-in reported
    std::int64_t transferred = 0;
};

class Archiving : public CallbackTarget<Archiving>
{
public:
    explicit Archiving (DocumentSide& documentSide) : side (documentSide) {}

    const ARA::ARAArchivingControllerInterface& controllerInterface() const;

    // [model] Makes `stream` the archive of a store or restore call for as long as the session lives.
    class Session
    {
    public:
        Session (Archiving& owner, ArchiveStream& stream, Call call) : archiving (owner)
        {
            archiving.current = &stream;
            archiving.call = call;
        }

        ~Session() { archiving.current = nullptr; }
        Session (const Session&) = delete;
        Session& operator= (const Session&) = delete;

    private:
        Archiving& archiving;
    };

private:
    // The stream when the call is allowed and names it, else nullptr and a violation.
    ArchiveStream* streamFor (const void* reference, Call wanted, const char* function);
    bool read (const void* reference, std::size_t position, std::size_t length, unsigned char* buffer);
    bool write (const void* reference, std::size_t position, std::size_t length, const unsigned char* buffer);
    void progress (float value, Call wanted, const char* function);
    bool fails (ArchiveStream& stream, std::size_t length) const;

    DocumentSide& side;
    ArchiveStream* current = nullptr;
    Call call = Call::other;
};

} // namespace harp::host
