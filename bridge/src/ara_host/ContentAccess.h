// SPDX-License-Identifier: MIT
// The host's content access controller: the plug-in reads tempo, signatures, notes and chords of the host's objects.
#pragma once

#include "CallbackTarget.h"
#include "DocumentSide.h"

namespace harp::host
{

class ContentAccess : public CallbackTarget<ContentAccess>
{
public:
    explicit ContentAccess (DocumentSide& documentSide) : side (documentSide) {}

    static const ARA::ARAContentAccessControllerInterface& controllerInterface();

    // [model] To be called when a call into the plug-in returns: content readers live inside one call.
    void requireNoReaders();

private:
    struct Reader
    {
        ARA::ARAContentType type = 0;
        std::vector<ContentEvent> events;
        std::vector<AraEvent> forms; // point into `events`
        bool open = true;
    };

    const Content* contentOf (const void* object, bool isSource, const char* function);
    bool isAvailable (const void* object, bool isSource, ARA::ARAContentType type, const char* function);
    ARA::ARAContentGrade grade (const void* object, bool isSource, ARA::ARAContentType type, const char* function);
    Reader* createReader (const void* object, bool isSource, ARA::ARAContentType type, const ARA::ARAContentTimeRange* range, const char* function);
    std::shared_ptr<Reader> openReader (const void* reader, const char* function);
    int eventCount (const void* reader);
    const void* eventData (const void* reader, int index);
    void destroyReader (const void* reader);

    DocumentSide& side;
    ObjectList<Reader> readers;
};

} // namespace harp::host
