// SPDX-License-Identifier: MIT
#include "Instance.h"

#include "HostContext.h"
#include "HostError.h"
#include "MemoryStream.h"
#include "PluginView.h"

#include <pluginterfaces/vst/ivstmessage.h>

#include <utility>

namespace harp::host
{

using namespace ARA;
using namespace Steinberg;

std::shared_ptr<Instance> Instance::create (std::shared_ptr<Host> host, std::shared_ptr<Document> document, const Roles& roles, bool hostContext)
{
    std::shared_ptr<Instance> instance (new Instance (host, document, roles));
    instance->start (hostContext);
    host->addInstance (instance);

    if (document != nullptr)
        document->addInstance (instance);

    return instance;
}

Instance::Instance (std::shared_ptr<Host> h, std::shared_ptr<Document> d, const Roles& r) : host (std::move (h)), document (std::move (d)), roles (r) {}

Instance::~Instance()
{
    if (! isOpen())
        return;

    if (std::this_thread::get_id() == owner)
        close();
    else // a destructor on another thread: ending the plug-in there would be wrong, so it stays behind
        new ComPtr (std::move (component));
}

void Instance::start (bool hostContext)
{
    if (document != nullptr)
        document->requireModelThread();

    Vst::IComponent* made = nullptr;

    if (host->pluginFactory().createInstance (host->effectId(), Vst::IComponent_iid, reinterpret_cast<void**> (&made)) != kResultOk || made == nullptr)
        throw HostError ("The plug-in made no instance");

    component = ComPtr<Vst::IComponent> (made);
    processor = ComPtr<Vst::IAudioProcessor>::query (made, Vst::IAudioProcessor_iid);

    if (! processor)
        throw HostError ("The plug-in's component does not process audio");

    if (made->initialize (hostContext ? static_cast<FUnknown*> (&HostContext::instance()) : nullptr) != kResultOk)
        throw HostError ("The plug-in refused to initialise an instance");

    if (document != nullptr)
        bind();
}

void Instance::bind()
{
    const auto entry = ComPtr<IPlugInEntryPoint>::query (component.get(), IPlugInEntryPoint_iid);
    const auto entry2 = ComPtr<IPlugInEntryPoint2>::query (component.get(), IPlugInEntryPoint2_iid);

    if (! entry || ! entry2)
        throw HostError ("The effect has no ARA entry point");

    if (entry->getFactory() != &host->araFactory())
        broken().add ("factory", "the effect gives another ARA factory than the main factory class");

    extension = call ([&] { return entry2->bindToDocumentControllerWithRoles (document->controllerRef(), roles.known, roles.assigned); });

    if (extension == nullptr)
        throw HostError ("The plug-in refused to bind an instance to the document");

    checkRoles (*extension);
}

bool Instance::bindAgain()
{
    requireOpen();
    const auto entry2 = ComPtr<IPlugInEntryPoint2>::query (component.get(), IPlugInEntryPoint2_iid);
    return document != nullptr
        && call ([&] { return entry2->bindToDocumentControllerWithRoles (document->controllerRef(), roles.known, roles.assigned); }) != nullptr;
}

void Instance::checkRoles (const ARAPlugInExtensionInstance& bound)
{
    if (bound.structSize < ARA_IMPLEMENTED_STRUCT_SIZE (ARAPlugInExtensionInstance, editorViewInterface))
        throw HostError ("The plug-in extension is older than ARA 2");

    const auto check = [this] (int role, const void* table, const char* name)
    {
        if (roles.effective (role) != (table != nullptr))
            broken().add ("role", std::string ("the ") + name + " interface is " + (table != nullptr ? "there without" : "NULL in spite of")
                                      + " that role");
    };
    check (kARAPlaybackRendererRole, bound.playbackRendererInterface, "playback renderer");
    check (kARAEditorRendererRole, bound.editorRendererInterface, "editor renderer");
    check (kARAEditorViewRole, bound.editorViewInterface, "editor view");
}

void Instance::requireOpen() const
{
    if (! isOpen())
        throw HostError ("This instance has been closed");
}

Violations& Instance::broken() const { return document->documentSide().violations; }

Bytes Instance::state()
{
    MemoryStream stream;

    if (call ([&] { return component->getState (&stream); }) != kResultOk)
        throw HostError ("The plug-in could not save the state of the instance");

    return stream.bytes();
}

void Instance::setState (const Bytes& bytes)
{
    MemoryStream stream (bytes);

    if (call ([&] { return component->setState (&stream); }) != kResultOk)
        throw HostError ("The plug-in refused the state");
}

void Instance::close()
{
    if (! isOpen())
        return;

    deactivate();

    if (document != nullptr && document->isOpen())
        for (const auto& region : std::exchange (regions, {}))
            call ([&] { extension->playbackRendererInterface->removePlaybackRegion (extension->playbackRendererRef, region->ref); });

    call ([&]
    {
        for (const auto& weak : views)
            if (const auto view = weak.lock())
                view->close();

        if (controller)
        {
            const auto ours = ComPtr<Vst::IConnectionPoint>::query (component.get(), Vst::IConnectionPoint_iid);
            const auto theirs = ComPtr<Vst::IConnectionPoint>::query (controller.get(), Vst::IConnectionPoint_iid);

            if (ours && theirs && ! controllerIsComponent)
            {
                ours->disconnect (theirs.get());
                theirs->disconnect (ours.get());
            }

            controller->setComponentHandler (nullptr);

            if (! controllerIsComponent)
                controller->terminate();

            controller.reset();
        }

        component->terminate();
        processor.reset();
    });
    component.reset();
}

} // namespace harp::host
