// SPDX-License-Identifier: GPL-3.0-or-later
#include "EntryPoints.h"

#include "Aggregated.h"
#include "ComponentIdentity.h"
#include "Processor.h"
#include "SongPosition.h"
#include "commands/CommandSurface.h"
#include "commands/StateWriter.h"

#include <ARA_API/ARAVST3.h>
#include <ara/Factory.h>
#include <harp_bridge/CommandInterface.h>
#include <nlohmann/json.hpp>
#include <pluginterfaces/gui/iplugview.h>
#include <pslextensions/ipslviewembedding.h>

#include <atomic>
#include <cstring>
#include <string>

namespace harp::shell
{

using namespace Steinberg;

namespace
{

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
class EntryPoints::Identity final : public ComponentIdentity
{
public:
    explicit Identity (Processor& processor) : songPosition (shared, processor.blockStart) {}
    virtual ~Identity() = default;

    Aggregated shared;
    SongPosition songPosition;

    // JUCE's own interface is found as long as we do not answer for it yet.
    void setOuter (FUnknown* outer) override
    {
        songPosition.wrap (*outer);
        shared.outer = outer;
    }
};

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
class EntryPoints::Commands final : public CommandInterface
{
public:
    Commands (Processor& p, const Aggregated& i) : processor (p), identity (i) {}
    virtual ~Commands() = default;

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
    const Aggregated& identity;
};

//======================================================================================================================
// Nothing tells us which edit controller asks, so this cannot share its lifetime: it lives as long as somebody holds it, and
// answers as one that is bound to no document once the processor has gone. [main]
class EntryPoints::ViewEmbedding final : public Presonus::IPlugInViewEmbedding
{
public:
    // With one reference for the caller.
    explicit ViewEmbedding (Processor& p) : processor (&p) {}

    void forgetProcessor() { processor = nullptr; }

    tresult PLUGIN_API queryInterface (const TUID id, void** object) override
    {
        const bool known = sameId (id, FUnknown_iid) || sameId (id, Presonus::IPlugInViewEmbedding_iid);
        *object = known ? this : nullptr;

        if (known)
            addRef();

        return known ? kResultOk : kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return ++references; }

    uint32 PLUGIN_API release() override
    {
        const auto left = --references;

        if (left == 0)
            delete this;

        return left;
    }

    TBool PLUGIN_API isViewEmbeddingSupported() override
    {
        const auto* binding = processor != nullptr ? processor->binding() : nullptr;
        return binding != nullptr && binding->isEditorView();
    }

    tresult PLUGIN_API setViewIsEmbedded (IPlugView*, TBool) override { return kResultOk; }

private:
    virtual ~ViewEmbedding() = default;

    Processor* processor;
    std::atomic<uint32> references { 1 };
};

//======================================================================================================================
EntryPoints::EntryPoints (Processor& processor)
    : identity (std::make_unique<Identity> (processor)),
      ara (std::make_unique<Ara> (processor, identity->shared)),
      commands (std::make_unique<Commands> (processor, identity->shared)),
      viewEmbedding (new ViewEmbedding (processor), [] (ViewEmbedding* held) { held->forgetProcessor(); held->release(); })
{
}

EntryPoints::~EntryPoints() = default;

int32_t EntryPoints::queryComponent (const char* id, void** object)
{
    // Private and without a reference: see ComponentIdentity.h.
    if (sameId (id, componentIdentityId))
    {
        *object = static_cast<ComponentIdentity*> (identity.get());
        return kResultOk;
    }

    if (sameId (id, ARA::IPlugInEntryPoint_iid))
        *object = static_cast<ARA::IPlugInEntryPoint*> (ara.get());
    else if (sameId (id, ARA::IPlugInEntryPoint2_iid))
        *object = static_cast<ARA::IPlugInEntryPoint2*> (ara.get());
    else if (sameId (id, commandInterfaceId))
        *object = static_cast<CommandInterface*> (commands.get());
    // JUCE answers this one too, which debug builds of it remark upon each time (an assertion that never breaks without a debugger).
    else if (sameId (id, Vst::IAudioProcessor_iid) && identity->songPosition.hasWrapped())
        *object = static_cast<Vst::IAudioProcessor*> (&identity->songPosition);
    else
    {
        *object = nullptr;
        return kNoInterface;
    }

    // JUCE does not add the reference that queryInterface owes its caller.
    identity->shared.addOuterRef();
    return kResultOk;
}

int32_t EntryPoints::queryController (const char* id, void** object)
{
    if (! sameId (id, Presonus::IPlugInViewEmbedding_iid))
    {
        *object = nullptr;
        return kNoInterface;
    }

    // As for the component, JUCE does not add the caller's reference.
    viewEmbedding->addRef();
    *object = static_cast<Presonus::IPlugInViewEmbedding*> (viewEmbedding.get());
    return kResultOk;
}

} // namespace harp::shell
