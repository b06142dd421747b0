// SPDX-License-Identifier: MIT
#include "ContentAccess.h"

namespace harp::host
{

using namespace ARA;

const ARAContentAccessControllerInterface& ContentAccess::controllerInterface()
{
    using Self = ARAContentAccessControllerHostRef;
    using Reader = ARAContentReaderHostRef;
    static const ARAContentAccessControllerInterface table {
        sizeof (ARAContentAccessControllerInterface),
        [] (Self self, ARAMusicalContextHostRef object, ARAContentType type) noexcept -> ARABool
        {
            auto* const access = from (self, "isMusicalContextContentAvailable");
            return access != nullptr && access->isAvailable (object, false, type, "isMusicalContextContentAvailable") ? kARATrue : kARAFalse;
        },
        [] (Self self, ARAMusicalContextHostRef object, ARAContentType type) noexcept -> ARAContentGrade
        {
            auto* const access = from (self, "getMusicalContextContentGrade");
            return access != nullptr ? access->grade (object, false, type, "getMusicalContextContentGrade") : kARAContentGradeInitial;
        },
        [] (Self self, ARAMusicalContextHostRef object, ARAContentType type, const ARAContentTimeRange* range) noexcept -> Reader
        {
            auto* const access = from (self, "createMusicalContextContentReader");
            return access != nullptr ? reinterpret_cast<Reader> (access->createReader (object, false, type, range, "createMusicalContextContentReader"))
                                     : nullptr;
        },
        [] (Self self, ARAAudioSourceHostRef object, ARAContentType type) noexcept -> ARABool
        {
            auto* const access = from (self, "isAudioSourceContentAvailable");
            return access != nullptr && access->isAvailable (object, true, type, "isAudioSourceContentAvailable") ? kARATrue : kARAFalse;
        },
        [] (Self self, ARAAudioSourceHostRef object, ARAContentType type) noexcept -> ARAContentGrade
        {
            auto* const access = from (self, "getAudioSourceContentGrade");
            return access != nullptr ? access->grade (object, true, type, "getAudioSourceContentGrade") : kARAContentGradeInitial;
        },
        [] (Self self, ARAAudioSourceHostRef object, ARAContentType type, const ARAContentTimeRange* range) noexcept -> Reader
        {
            auto* const access = from (self, "createAudioSourceContentReader");
            return access != nullptr ? reinterpret_cast<Reader> (access->createReader (object, true, type, range, "createAudioSourceContentReader"))
                                     : nullptr;
        },
        [] (Self self, Reader reader) noexcept -> ARAInt32
        {
            auto* const access = from (self, "getContentReaderEventCount");
            return access != nullptr ? access->eventCount (reader) : 0;
        },
        [] (Self self, Reader reader, ARAInt32 index) noexcept -> const void*
        {
            auto* const access = from (self, "getContentReaderDataForEvent");
            return access != nullptr ? access->eventData (reader, index) : nullptr;
        },
        [] (Self self, Reader reader) noexcept
        {
            if (auto* const access = from (self, "destroyContentReader"))
                access->destroyReader (reader);
        }
    };
    return table;
}

const Content* ContentAccess::contentOf (const void* object, bool isSource, const char* function)
{
    if (! side.inHostCall (function))
        return nullptr;

    const auto source = isSource ? side.graph.sources.find (object) : nullptr;
    const auto context = isSource ? nullptr : side.graph.contexts.find (object);

    if (source == nullptr && context == nullptr)
    {
        side.violation ("reference", std::string (function) + " was called for an object that does not exist");
        return nullptr;
    }

    if (! side.calls.inside (Call::endEditing) && ! side.calls.inside (isSource ? Call::audioSource : Call::contextObject, object))
        side.violation ("context", std::string (function) + " belongs into endEditing or into the creation or update of that object");

    return source != nullptr ? &source->content : &context->content;
}

bool ContentAccess::isAvailable (const void* object, bool isSource, ARAContentType type, const char* function)
{
    const auto* const content = contentOf (object, isSource, function);
    return content != nullptr && content->contains (type);
}

ARAContentGrade ContentAccess::grade (const void* object, bool isSource, ARAContentType type, const char* function)
{
    const auto* const content = contentOf (object, isSource, function);

    if (content == nullptr || content->contains (type))
        return content != nullptr ? content->at (type).grade : kARAContentGradeInitial;

    side.violation ("content", std::string (function) + " asked for content that is not available");
    return kARAContentGradeInitial;
}

ContentAccess::Reader* ContentAccess::createReader (const void* object, bool isSource, ARAContentType type, const ARAContentTimeRange* range,
                                                    const char* function)
{
    const auto* const content = contentOf (object, isSource, function);

    if (content == nullptr)
        return nullptr;

    if (range != nullptr && ! (range->duration >= 0.0))
        side.violation ("content", std::string (function) + " was called with a range of negative length");

    if (! content->contains (type))
    {
        side.violation ("content", std::string (function) + " was called for content that is not available");
        return nullptr;
    }

    auto reader = std::make_shared<Reader>();
    reader->type = type;
    reader->events = content->at (type).events;

    for (const auto& event : reader->events)
        reader->forms.push_back (toAra (type, event));

    readers.add (reader);
    return reader.get();
}

std::shared_ptr<ContentAccess::Reader> ContentAccess::openReader (const void* reference, const char* function)
{
    auto reader = side.inHostCall (function) ? readers.find (reference) : nullptr;

    if (reader == nullptr || ! reader->open)
    {
        side.violation ("reference", std::string (function) + " was called with a content reader that is not open");
        return nullptr;
    }

    return reader;
}

int ContentAccess::eventCount (const void* reference)
{
    const auto reader = openReader (reference, "getContentReaderEventCount");
    return reader != nullptr ? static_cast<int> (reader->forms.size()) : 0;
}

const void* ContentAccess::eventData (const void* reference, int index)
{
    const auto reader = openReader (reference, "getContentReaderDataForEvent");

    if (reader == nullptr)
        return nullptr;

    if (index < 0 || index >= static_cast<int> (reader->forms.size()))
    {
        side.violation ("content", "event " + std::to_string (index) + " of " + std::to_string (reader->forms.size()) + " was asked for");
        return nullptr;
    }

    return &reader->forms[static_cast<std::size_t> (index)];
}

void ContentAccess::destroyReader (const void* reference)
{
    if (const auto reader = openReader (reference, "destroyContentReader"))
        reader->open = false;
}

void ContentAccess::requireNoReaders()
{
    for (const auto& reader : readers.all())
    {
        if (reader->open)
            side.violation ("content", "a content reader of the host was left open");

        readers.remove (reader.get());
    }
}

} // namespace harp::host
