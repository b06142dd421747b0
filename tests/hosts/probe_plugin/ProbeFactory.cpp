// SPDX-License-Identifier: MIT
// The probe's ARA factory and its module: three exported symbols. PROBE_MISTAKE chooses what the factory does wrong.
#include "ProbeDocument.h"
#include "ProbeInstance.h"
#include "ProbeView.h"

#include <pluginterfaces/base/ipluginbase.h>

#include <cstdlib>
#include <cstring>

namespace probe
{
namespace
{

int activeGeneration = 0;
ARAAssertFunction* hostAssert = nullptr;

bool wants (const char* mistake)
{
    const auto* const chosen = std::getenv ("PROBE_MISTAKE");
    return chosen != nullptr && std::strcmp (chosen, mistake) == 0;
}

const ARADocumentControllerInstance* createDocument (const ARADocumentControllerHostInstance* host, const ARADocumentProperties* properties)
{
    auto* const document = new Document (*host, properties->name);
    document->instance = { sizeof (document->instance), document->ref(), &controllerInterface (*document) };
    return &document->instance;
}

ARAFactory makeFactory()
{
    static const ARAContentType types[] { kARAContentTypeNotes };
    static const ARAPersistentID compatible[] { "org.example.probe.archive.0" };
    ARAFactory f {};
    f.structSize = wants ("short-factory") ? 64 : sizeof (f);
    f.lowestSupportedApiGeneration = wants ("new-generation") ? kARAAPIGeneration_2_3_Final : 3;
    f.highestSupportedApiGeneration = kARAAPIGeneration_2_3_Final;
    f.factoryID = wants ("short-id") ? "id" : "org.example.probe";
    f.initializeARAWithConfiguration = [] (const ARAInterfaceConfiguration* configuration)
    {
        activeGeneration = configuration->desiredApiGeneration;
        hostAssert = configuration->assertFunctionAddress;
    };
    f.uninitializeARA = [] { hostAssert = nullptr; };
    f.plugInName = wants ("other-name") ? "Somebody Else" : "Probe";
    f.manufacturerName = "HARP tests";
    f.informationURL = wants ("no-url") ? "" : "https://example.org/probe";
    f.version = "1.0";
    f.createDocumentControllerWithDocument = createDocument;
    f.documentArchiveID = "org.example.probe.archive.1";
    f.compatibleDocumentArchiveIDsCount = 1;
    f.compatibleDocumentArchiveIDs = compatible;
    f.analyzeableContentTypesCount = wants ("no-types") ? 0 : 1;
    f.analyzeableContentTypes = types;
    f.supportedPlaybackTransformationFlags = wants ("one-fade") ? kARAPlaybackTransformationContentBasedFadeAtHead : kARAPlaybackTransformationNoChanges;
    f.supportsStoringAudioFileChunks = kARATrue;
    return f;
}

} // namespace

const ARAFactory& factory()
{
    static const auto made = makeFactory();
    return made;
}

int generation() { return activeGeneration; }
ARAAssertFunction* assertFunction() { return hostAssert; }

namespace
{

using namespace Steinberg;

class ModuleFactory final : public IPluginFactory
{
public:
    tresult PLUGIN_API getFactoryInfo (PFactoryInfo* info) override
    {
        *info = {};
        return kResultOk;
    }

    int32 PLUGIN_API countClasses() override { return wants ("no-ara") ? 1 : 2; }

    tresult PLUGIN_API getClassInfo (int32 index, PClassInfo* info) override
    {
        if (index < 0 || index >= countClasses())
            return kInvalidArgument;

        *info = {};
        info->cardinality = PClassInfo::kManyInstances;
        std::memcpy (info->cid, index == 0 ? effectId : mainFactoryId, sizeof (TUID));
        std::strcpy (info->category, index == 0 ? kVstAudioEffectClass : kARAMainFactoryClass);
        std::strcpy (info->name, "Probe");
        return kResultOk;
    }

    tresult PLUGIN_API createInstance (FIDString cid, FIDString iid, void** result) override
    {
        auto* const made = FUnknownPrivate::iidEqual (cid, effectId)        ? createEffect()
                         : FUnknownPrivate::iidEqual (cid, controllerId)  ? createController()
                         : FUnknownPrivate::iidEqual (cid, mainFactoryId) ? createMainFactory()
                                                                          : nullptr;

        if (made == nullptr)
            return kInvalidArgument;

        const auto found = made->queryInterface (iid, result);
        made->release();
        return found;
    }

    tresult PLUGIN_API queryInterface (const TUID iid, void** result) override
    {
        const auto known = FUnknownPrivate::iidEqual (iid, IPluginFactory_iid) || FUnknownPrivate::iidEqual (iid, FUnknown_iid);
        *result = known ? this : nullptr;
        return known ? kResultOk : kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return 1; }
    uint32 PLUGIN_API release() override { return 1; }
};

} // namespace
} // namespace probe

#define PROBE_EXPORT extern "C" __attribute__ ((visibility ("default")))

PROBE_EXPORT bool ModuleEntry (void*) { return true; }
PROBE_EXPORT bool ModuleExit() { return true; }

PROBE_EXPORT Steinberg::IPluginFactory* GetPluginFactory()
{
    static probe::ModuleFactory module;
    return &module;
}
