// SPDX-License-Identifier: GPL-3.0-or-later
// The module's one exported factory: JUCE's, with the ARA main factory class added.
//
// Built into the VST3 target only, where JUCE's own GetPluginFactory is compiled under the name juceGetPluginFactory.
#undef GetPluginFactory

#include "ComponentIdentity.h"
#include "Module.h"

#include <ARA_API/ARAVST3.h>
#include <ara/Factory.h>
#include <pluginterfaces/base/ipluginbase.h>
#include <pluginterfaces/vst/ivstaudioprocessor.h>
#include <pluginterfaces/vst/ivstcomponent.h>

#include <atomic>
#include <cstring>

extern "C" Steinberg::IPluginFactory* PLUGIN_API juceGetPluginFactory();

namespace harp::shell
{

using namespace Steinberg;

namespace
{

const TUID araMainFactoryClass = INLINE_UID (0x48415250, 0x41524131, 0x8d5b27c4, 0x90ef6a13);

class MainFactory final : public ARA::IMainFactory
{
public:
    const ARA::ARAFactory* PLUGIN_API getFactory() override { return ara::factory(); }

    tresult PLUGIN_API queryInterface (const TUID id, void** object) override
    {
        if (sameId (id, ARA::IMainFactory_iid) || sameId (id, FUnknown_iid))
        {
            addRef();
            *object = this;
            return kResultOk;
        }

        *object = nullptr;
        return kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return ++references; }

    uint32 PLUGIN_API release() override
    {
        const auto left = --references;

        if (left == 0)
            delete this;

        return left;
    }

private:
    virtual ~MainFactory() = default;
    std::atomic<uint32> references { 1 };
};

// Tells the component's entry points whose identity they share.
void shareIdentity (void* created)
{
    auto* component = static_cast<FUnknown*> (created); // every VST3 interface begins with FUnknown
    void* access = nullptr;

    if (component->queryInterface (reinterpret_cast<const char*> (componentIdentityId), &access) != kResultOk || access == nullptr)
        return;

    FUnknown* identity = nullptr;

    if (component->queryInterface (FUnknown_iid, reinterpret_cast<void**> (&identity)) == kResultOk)
    {
        static_cast<ComponentIdentity*> (access)->setOuter (identity);
        identity->release();
    }
}

class Factory final : public IPluginFactory3
{
public:
    explicit Factory (IPluginFactory* juce) : inner (juce)
    {
        inner->queryInterface (IPluginFactory2_iid, reinterpret_cast<void**> (&inner2));
        inner->queryInterface (IPluginFactory3_iid, reinterpret_cast<void**> (&inner3));
    }

    tresult PLUGIN_API queryInterface (const TUID id, void** object) override
    {
        for (const auto* known : { FUnknown_iid, IPluginFactory_iid, IPluginFactory2_iid, IPluginFactory3_iid })
        {
            if (sameId (id, known))
            {
                addRef();
                *object = static_cast<IPluginFactory3*> (this);
                return kResultOk;
            }
        }

        *object = nullptr;
        return kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return ++references; }

    uint32 PLUGIN_API release() override
    {
        const auto left = --references;

        if (left == 0)
            delete this;

        return left;
    }

    tresult PLUGIN_API getFactoryInfo (PFactoryInfo* info) override { return inner->getFactoryInfo (info); }
    int32 PLUGIN_API countClasses() override { return inner->countClasses() + 1; }

    tresult PLUGIN_API getClassInfo (int32 index, PClassInfo* info) override
    {
        if (info == nullptr || ! isInRange (index))
            return kInvalidArgument;

        if (! isAra (index))
            return inner->getClassInfo (index, info);

        const auto ours = araInfo();
        std::memcpy (info, &ours, sizeof (PClassInfo)); // PClassInfo2 begins with the same members
        return kResultOk;
    }

    tresult PLUGIN_API getClassInfo2 (int32 index, PClassInfo2* info) override
    {
        if (info == nullptr || ! isInRange (index))
            return kInvalidArgument;

        if (! isAra (index))
            return inner2 != nullptr ? inner2->getClassInfo2 (index, info) : kNotImplemented;

        *info = araInfo();
        return kResultOk;
    }

    tresult PLUGIN_API getClassInfoUnicode (int32 index, PClassInfoW* info) override
    {
        if (info == nullptr || ! isInRange (index))
            return kInvalidArgument;

        if (! isAra (index))
            return inner3 != nullptr ? inner3->getClassInfoUnicode (index, info) : kNotImplemented;

        info->fromAscii (araInfo());
        return kResultOk;
    }

    tresult PLUGIN_API setHostContext (FUnknown* context) override
    {
        return inner3 != nullptr ? inner3->setHostContext (context) : kNotImplemented;
    }

    tresult PLUGIN_API createInstance (FIDString classId, FIDString interfaceId, void** object) override
    {
        if (classId == nullptr || interfaceId == nullptr || object == nullptr)
            return kInvalidArgument;

        if (sameId (classId, araMainFactoryClass))
        {
            auto* factory = new MainFactory();
            const auto result = factory->queryInterface (interfaceId, object);
            factory->release();
            return result;
        }

        auto result = inner->createInstance (classId, interfaceId, object);

        if (result == kResultOk && *object != nullptr)
        {
            shareIdentity (*object);

            // Asked again: now that the identity is known, some interfaces are ours.
            auto* created = static_cast<FUnknown*> (*object);
            result = created->queryInterface (interfaceId, object);
            created->release();
        }

        return result;
    }

private:
    virtual ~Factory()
    {
        if (inner3 != nullptr)
            inner3->release();

        if (inner2 != nullptr)
            inner2->release();

        inner->release();
    }

    bool isAra (int32 index) const { return index == inner->countClasses(); }
    bool isInRange (int32 index) const { return index >= 0 && index <= inner->countClasses(); }

    static PClassInfo2 araInfo()
    {
        return PClassInfo2 (araMainFactoryClass, PClassInfo::kManyInstances, kARAMainFactoryClass, JucePlugin_Name, 0, "",
                            JucePlugin_Manufacturer, JucePlugin_VersionString, kVstVersionString);
    }

    std::atomic<uint32> references { 1 };
    IPluginFactory* inner;
    IPluginFactory2* inner2 = nullptr;
    IPluginFactory3* inner3 = nullptr;
};

} // namespace
} // namespace harp::shell

extern "C" SMTG_EXPORT_SYMBOL Steinberg::IPluginFactory* PLUGIN_API GetPluginFactory()
{
    harp::shell::wireModule();
    auto* inner = juceGetPluginFactory();
    return inner != nullptr ? new harp::shell::Factory (inner) : nullptr;
}
