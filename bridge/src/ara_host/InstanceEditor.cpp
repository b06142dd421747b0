// SPDX-License-Identifier: MIT
// The part of Instance that reaches its edit controller, its view and HARP's private command interface.
#include "HostContext.h"
#include "HostError.h"
#include "Instance.h"
#include "PluginView.h"

#include <harp_bridge/CommandInterface.h>
#include <pluginterfaces/vst/ivstmessage.h>
#include <pslextensions/ipslviewembedding.h>

namespace harp::host
{

using namespace Steinberg;

namespace
{

// The answer as a string of our own; the plug-in gets its one back.
std::string taken (CommandInterface& commands, const char* answer)
{
    std::string text = answer != nullptr ? answer : "";

    if (answer != nullptr)
        commands.releaseString (answer);

    return text;
}

// Empty when the component does not know the interface.
struct Commands
{
    explicit Commands (FUnknown* component)
    {
        void* found = nullptr;
        TUID id {};
        std::memcpy (id, commandInterfaceId, sizeof (id));

        if (component->queryInterface (id, &found) == kResultOk)
            object = static_cast<CommandInterface*> (found);
    }

    ~Commands()
    {
        if (object != nullptr)
            object->release();
    }

    Commands (const Commands&) = delete;
    Commands& operator= (const Commands&) = delete;

    CommandInterface* object = nullptr;
};

} // namespace

std::optional<std::string> Instance::command (const std::string& json)
{
    requireOpen();
    const Commands commands (component.get());

    if (commands.object == nullptr)
        return std::nullopt;

    return taken (*commands.object, commands.object->command (json.c_str()));
}

std::optional<std::string> Instance::commandState (std::int64_t since)
{
    requireOpen();
    const Commands commands (component.get());

    if (commands.object == nullptr)
        return std::nullopt;

    return taken (*commands.object, commands.object->state (since));
}

Vst::IEditController& Instance::editController()
{
    if (controller)
        return *controller.get();

    call ([&]
    {
        controller = ComPtr<Vst::IEditController>::query (component.get(), Vst::IEditController_iid);
        controllerIsComponent = static_cast<bool> (controller);

        if (! controller)
        {
            TUID id {};
            Vst::IEditController* made = nullptr;

            if (component->getControllerClassId (id) != kResultOk
                || host->pluginFactory().createInstance (id, Vst::IEditController_iid, reinterpret_cast<void**> (&made)) != kResultOk || made == nullptr)
                throw HostError ("The plug-in has no edit controller");

            controller = ComPtr<Vst::IEditController> (made);

            if (made->initialize (&HostContext::instance()) != kResultOk)
                throw HostError ("The plug-in refused to initialise its edit controller");
        }

        controller->setComponentHandler (&QuietComponentHandler::instance());
        const auto ours = ComPtr<Vst::IConnectionPoint>::query (component.get(), Vst::IConnectionPoint_iid);
        const auto theirs = ComPtr<Vst::IConnectionPoint>::query (controller.get(), Vst::IConnectionPoint_iid);

        if (ours && theirs && ! controllerIsComponent)
        {
            ours->connect (theirs.get());
            theirs->connect (ours.get());
        }
    });
    return *controller.get();
}

bool Instance::embedsView()
{
    auto& edit = editController();
    return call ([&]
    {
        const auto embedding = ComPtr<Presonus::IPlugInViewEmbedding>::query (&edit, Presonus::IPlugInViewEmbedding_iid);
        return embedding && embedding->isViewEmbeddingSupported() != 0;
    });
}

std::shared_ptr<PluginView> Instance::createView()
{
    auto& edit = editController();
    return call ([&]
    {
        auto* const view = edit.createView (Vst::ViewType::kEditor);

        if (view == nullptr)
            throw HostError ("The plug-in has no editor");

        auto made = std::make_shared<PluginView> (view);
        views.push_back (made);
        return made;
    });
}

} // namespace harp::host
