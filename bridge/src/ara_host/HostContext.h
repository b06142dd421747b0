// SPDX-License-Identifier: MIT
// What plug-ins are initialised with: the host's name, and a handler that only counts what edit controllers report. [any]
//
// Both live as long as the process, so references are not counted.
#pragma once

#include <pluginterfaces/vst/ivsteditcontroller.h>
#include <pluginterfaces/vst/ivsthostapplication.h>

namespace harp::host
{

class HostContext final : public Steinberg::Vst::IHostApplication
{
public:
    static HostContext& instance()
    {
        static HostContext context;
        return context;
    }

    Steinberg::tresult PLUGIN_API getName (Steinberg::Vst::String128 name) override
    {
        constexpr char16_t text[] = u"HARP ARA host";
        std::memcpy (name, text, sizeof (text));
        return Steinberg::kResultOk;
    }

    // No messages: both halves of a plug-in are connected directly.
    Steinberg::tresult PLUGIN_API createInstance (Steinberg::TUID, Steinberg::TUID, void** object) override
    {
        *object = nullptr;
        return Steinberg::kNotImplemented;
    }

    Steinberg::tresult PLUGIN_API queryInterface (const Steinberg::TUID iid, void** object) override
    {
        const auto known = Steinberg::FUnknownPrivate::iidEqual (iid, Steinberg::Vst::IHostApplication_iid)
                        || Steinberg::FUnknownPrivate::iidEqual (iid, Steinberg::FUnknown_iid);
        *object = known ? this : nullptr;
        return known ? Steinberg::kResultOk : Steinberg::kNoInterface;
    }

    Steinberg::uint32 PLUGIN_API addRef() override { return 1; }
    Steinberg::uint32 PLUGIN_API release() override { return 1; }
};

class QuietComponentHandler final : public Steinberg::Vst::IComponentHandler
{
public:
    static QuietComponentHandler& instance()
    {
        static QuietComponentHandler handler;
        return handler;
    }

    Steinberg::tresult PLUGIN_API beginEdit (Steinberg::Vst::ParamID) override { return Steinberg::kResultOk; }
    Steinberg::tresult PLUGIN_API performEdit (Steinberg::Vst::ParamID, Steinberg::Vst::ParamValue) override { return Steinberg::kResultOk; }
    Steinberg::tresult PLUGIN_API endEdit (Steinberg::Vst::ParamID) override { return Steinberg::kResultOk; }
    Steinberg::tresult PLUGIN_API restartComponent (Steinberg::int32) override { return Steinberg::kResultOk; }

    Steinberg::tresult PLUGIN_API queryInterface (const Steinberg::TUID iid, void** object) override
    {
        const auto known = Steinberg::FUnknownPrivate::iidEqual (iid, Steinberg::Vst::IComponentHandler_iid)
                        || Steinberg::FUnknownPrivate::iidEqual (iid, Steinberg::FUnknown_iid);
        *object = known ? this : nullptr;
        return known ? Steinberg::kResultOk : Steinberg::kNoInterface;
    }

    Steinberg::uint32 PLUGIN_API addRef() override { return 1; }
    Steinberg::uint32 PLUGIN_API release() override { return 1; }
};

} // namespace harp::host
