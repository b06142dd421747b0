// SPDX-License-Identifier: MIT
// The host's audio access controller: makes, reads and takes back readers, and watches who does so when.
#pragma once

#include "CallbackTarget.h"
#include "DocumentSide.h"

namespace harp::host
{

class AudioAccess : public CallbackTarget<AudioAccess>
{
public:
    explicit AudioAccess (DocumentSide& documentSide) : side (documentSide) {}

    static const ARA::ARAAudioAccessControllerInterface& controllerInterface();

    // [model] Records every reader of `source` that is still there, and every read that still runs.
    void requireNoReaders (const AudioSource& source, const std::string& when);

    // [model] Readers that are open now, of one source or of all (nullptr).
    std::size_t openReaders (const AudioSource* source) const;

private:
    struct Reader
    {
        std::shared_ptr<AudioSource> source;
        std::shared_ptr<const Samples> samples; // what the source held when the reader was made
        bool use64Bit = false;
        std::atomic<bool> open { true };
        std::atomic<int> running { 0 };
        std::atomic<std::int64_t> samplesRead { 0 };
    };

    Reader* createReader (const void* sourceRef, bool use64Bit);
    bool read (const void* readerRef, std::int64_t position, std::int64_t count, void* const buffers[]);
    void destroyReader (const void* readerRef);

    bool mayHandleReaders (const AudioSource& source, const char* function);
    bool mayRead (Reader& reader, std::int64_t count, void* const buffers[]);
    bool fetch (Reader& reader, std::int64_t position, std::int64_t count, void* const buffers[]);

    DocumentSide& side;
    ObjectList<Reader> readers; // never removed: a read of a reader given back long ago must be recognised
};

} // namespace harp::host
