// SPDX-License-Identifier: MIT
#include "Document.h"

#include "Host.h"
#include "HostError.h"
#include "Instance.h"

#include <algorithm>
#include <cstring>

namespace harp::host
{

using namespace ARA;

Document::Document (std::shared_ptr<Host> owner, const std::string& name, const HostQuirks& quirks)
    : host (std::move (owner)), hostSide (std::make_shared<HostSide> (quirks))
{
    host->keep (hostSide);
    const ARADocumentProperties properties { sizeof (properties), name.empty() ? nullptr : name.c_str() };
    const ARADocumentControllerInstance* instance = nullptr;

    {
        const PluginCalls::Scope scope (hostSide->side.calls, Call::other);
        instance = host->araFactory().createDocumentControllerWithDocument (&hostSide->instance, &properties);
    }

    if (instance == nullptr || instance->documentControllerInterface == nullptr)
        throw HostError ("The plug-in made no document controller");

    if (instance->structSize < kARADocumentControllerInstanceMinSize)
        hostSide->side.violation ("interface", "the document controller instance is shorter than its smallest version");

    ref = instance->documentControllerRef;
    controller = instance->documentControllerInterface;
    checkInterface();
    hostSide->side.controllerAlive = true;

    if (call (Call::other, nullptr, [&] { return controller->getFactory (ref); }) != &host->araFactory())
        hostSide->side.violation ("factory", "getFactory of the document controller gives another factory than the one that made it");
}

Document::~Document()
{
    if (! isOpen())
        return;

    // A destructor may run on any thread and must not throw: then the controller stays behind.
    if (hostSide->side.calls.isModelThread())
    {
        try
        {
            close();
        }
        catch (const HostError&)
        {
        }
    }
}

void Document::checkInterface()
{
    const auto required = ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, storeObjectsToArchive);

    if (controller->structSize < required)
        throw HostError ("The plug-in's document controller is older than ARA 2.0: its structSize is "
                         + std::to_string (controller->structSize) + ", ARA 2.0 needs " + std::to_string (required));

    const auto* const bytes = reinterpret_cast<const unsigned char*> (controller);

    for (auto at = sizeof (ARASize); at + sizeof (void*) <= std::min<std::size_t> (controller->structSize, sizeof (*controller)); at += sizeof (void*))
    {
        void* function = nullptr;
        std::memcpy (&function, bytes + at, sizeof (function));

        if (function == nullptr)
            hostSide->side.violation ("interface", "function " + std::to_string (at / sizeof (void*) - 1) + " of the document controller is NULL");
    }
}

void Document::requireModelThread() const
{
    if (! hostSide->side.calls.isModelThread())
        throw HostError ("A document belongs to the thread that made it; this call came from another one");
}

void Document::requireOpen() const
{
    if (! isOpen())
        throw HostError ("This document has been closed");
}

void Document::requireEditing() const
{
    requireModelThread();
    requireOpen();

    if (! editing)
        throw HostError ("Edits need an edit cycle around them: with document.edit(): ...");
}

void Document::requireNotEditing() const
{
    requireModelThread();
    requireOpen();

    if (editing)
        throw HostError ("This is not allowed inside an edit cycle; leave document.edit() first");
}

void Document::requireImplemented (std::size_t sizeUpToMember, const char* what) const
{
    if (controller->structSize < sizeUpToMember)
        throw HostError (std::string ("The plug-in does not offer ") + what);
}

void Document::beginEditing()
{
    requireModelThread();
    requireOpen();

    if (editing)
        throw HostError ("An edit cycle is open already; ARA does not nest them");

    call (Call::other, nullptr, [&] { controller->beginEditing (ref); });
    editing = true;
}

void Document::endEditing()
{
    requireEditing();
    call (Call::endEditing, nullptr, [&] { controller->endEditing (ref); });
    editing = false;
}

void Document::rename (const std::string& name)
{
    requireEditing();
    const ARADocumentProperties properties { sizeof (properties), name.empty() ? nullptr : name.c_str() };
    call (Call::other, nullptr, [&] { controller->updateDocumentProperties (ref, &properties); });
}

void Document::notifyModelUpdates()
{
    requireNotEditing();
    call (Call::notifyModelUpdates, nullptr, [&] { controller->notifyModelUpdates (ref); });
}

std::vector<ModelUpdate> Document::takeUpdates()
{
    requireModelThread();
    return hostSide->updates.take();
}

void Document::close()
{
    if (! isOpen())
        return;

    requireModelThread();

    if (editing)
    {
        hostSide->side.violation ("context", "the host forgot to end its edit cycle before closing the document");
        endEditing();
    }

    beginEditing();

    // In copies: destroying takes objects out of the lists.
    for (const auto& source : graph().sources.all())
        destroy (source);

    for (const auto& sequence : graph().sequences.all())
        destroy (sequence);

    for (const auto& context : graph().contexts.all())
        destroy (context);

    endEditing();
    call (Call::destroyController, nullptr, [&] { controller->destroyDocumentController (ref); });
    hostSide->side.controllerAlive = false;

    if (const auto left = hostSide->audio.openReaders (nullptr); left > 0)
        hostSide->side.violation ("reader", std::to_string (left) + " audio readers outlived the document");
}

} // namespace harp::host
