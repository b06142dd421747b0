// SPDX-License-Identifier: GPL-3.0-or-later
#include "EntryPoints.h"

#include "ComponentIdentity.h"
#include "Processor.h"
#include "commands/CommandSurface.h"
#include "commands/StateWriter.h"

#include <ARA_API/ARAVST3.h>
#include <ara/Factory.h>
#include <harp_bridge/CommandInterface.h>
#include <nlohmann/json.hpp>
#include <pluginterfaces/gui/iplugview.h>
#include <pslextensions/ipslviewembedding.h>

#include <cstring>
#include <string>

namespace harp::shell
{

using namespace Steinberg;

namespace
{

// Shares the identity of the component once it is known. Before that (while the component is being made) nobody but our
// own factory asks.
class Aggregated
{
public:
    FUnknown* outer = nullptr;

    uint32 addOuterRef() const { return outer != nullptr ? outer->addRef() : 1; }
    uint32 releaseOuter() const { return outer != nullptr ? outer->release() : 1; }

    tresult queryOuter (const char* id, void** object) const
    {
        if (outer != nullptr)
            return outer->queryInterface (id, object);

        *object = nullptr;
        return kNoInterface;
    }
};

const char* copied (const std::string& text)
{
    auto* copy = new char[text.size() + 1];
    std::memcpy (copy, text.c_str(), text.size() + 1);
    return copy;
}

std::string unboundReply()
{
    const core::Error error { core::ErrorCode::commandInvalid, {}, "this instance is bound to no ARA document" };
    return textOf (nlohmann::json { { "ok", false }, { "id", 0 }, { "error", errorJson (error) } });
}

} // namespace

//======================================================================================================================
class EntryPoints::Ara final : public ARA::IPlugInEntryPoint,
                               public ARA::IPlugInEntryPoint2
{
public:
    Ara (Processor& p, const Aggregated& i) : processor (p), identity (i) {}
    virtual ~Ara() = default;

    tresult PLUGIN_API queryInterface (const TUID id, void** object) override { return identity.queryOuter (id, object); }
    uint32 PLUGIN_API addRef() override { return identity.addOuterRef(); }
    uint32 PLUGIN_API release() override { return identity.releaseOuter(); }

    const ARA::ARAFactory* PLUGIN_API getFactory() override { return ara::factory(); }

    // The ARA 1 way to bind; ARA 2 hosts do not call it.
    const ARA::ARAPlugInExtensionInstance* PLUGIN_API bindToDocumentController (ARA::ARADocumentControllerRef) override { return nullptr; }

    const ARA::ARAPlugInExtensionInstance* PLUGIN_API bindToDocumentControllerWithRoles (ARA::ARADocumentControllerRef controller,
                                                                                         ARA::ARAPlugInInstanceRoleFlags known,
                                                                                         ARA::ARAPlugInInstanceRoleFlags assigned) override
    {
        return processor.bind (controller, known, assigned);
    }

private:
    Processor& processor;
    const Aggregated& identity;
};

//======================================================================================================================
class EntryPoints::Commands final : public CommandInterface,
                                    public ComponentIdentity
{
public:
    explicit Commands (Processor& p) : processor (p) {}
    virtual ~Commands() = default;

    void setOuter (FUnknown* outer) override { identity.outer = outer; }
    const Aggregated& sharedIdentity() const { return identity; }

    int32_t HARP_VST_CALL queryInterface (const char* id, void** object) override { return identity.queryOuter (id, object); }
    uint32_t HARP_VST_CALL addRef() override { return identity.addOuterRef(); }
    uint32_t HARP_VST_CALL release() override { return identity.releaseOuter(); }

    const char* HARP_VST_CALL command (const char* json) override
    {
        auto* surface = processor.commands();
        return copied (surface != nullptr ? surface->command (json != nullptr ? json : "") : unboundReply());
    }

    const char* HARP_VST_CALL state (std::int64_t since) override
    {
        auto* surface = processor.commands();
        return copied (surface != nullptr ? surface->state (since) : R"({"revision":0})");
    }

    void HARP_VST_CALL releaseString (const char* text) override { delete[] text; }

private:
    Processor& processor;
    Aggregated identity;
};

//======================================================================================================================
class EntryPoints::ViewEmbedding final : public Presonus::IPlugInViewEmbedding
{
public:
    explicit ViewEmbedding (Processor& p) : processor (p) {}
    virtual ~ViewEmbedding() = default;

    tresult PLUGIN_API queryInterface (const TUID, void** object) override
    {
        *object = nullptr;
        return kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return 1; }
    uint32 PLUGIN_API release() override { return 1; }

    TBool PLUGIN_API isViewEmbeddingSupported() override { return processor.binding() != nullptr && processor.binding()->isEditorView(); }
    tresult PLUGIN_API setViewIsEmbedded (IPlugView*, TBool) override { return kResultOk; }

private:
    Processor& processor;
};

//======================================================================================================================
EntryPoints::EntryPoints (Processor& processor)
    : commands (std::make_unique<Commands> (processor)),
      viewEmbedding (std::make_unique<ViewEmbedding> (processor))
{
    ara = std::make_unique<Ara> (processor, commands->sharedIdentity());
}

EntryPoints::~EntryPoints() = default;

int32_t EntryPoints::queryComponent (const char* id, void** object)
{
    // Private and without a reference: see ComponentIdentity.h.
    if (sameId (id, componentIdentityId))
    {
        *object = static_cast<ComponentIdentity*> (commands.get());
        return kResultOk;
    }

    if (sameId (id, ARA::IPlugInEntryPoint_iid))
        *object = static_cast<ARA::IPlugInEntryPoint*> (ara.get());
    else if (sameId (id, ARA::IPlugInEntryPoint2_iid))
        *object = static_cast<ARA::IPlugInEntryPoint2*> (ara.get());
    else if (sameId (id, commandInterfaceId))
        *object = static_cast<CommandInterface*> (commands.get());
    else
    {
        *object = nullptr;
        return kNoInterface;
    }

    // JUCE does not add the reference that queryInterface owes its caller.
    commands->addRef();
    return kResultOk;
}

int32_t EntryPoints::queryController (const char* id, void** object)
{
    if (sameId (id, Presonus::IPlugInViewEmbedding_iid))
    {
        *object = static_cast<Presonus::IPlugInViewEmbedding*> (viewEmbedding.get());
        return kResultOk;
    }

    *object = nullptr;
    return kNoInterface;
}

} // namespace harp::shell
