// SPDX-License-Identifier: MIT
#include "ProbeView.h"

#include <pluginterfaces/gui/iplugview.h>
#include <pluginterfaces/vst/ivstmessage.h>

#include <unistd.h>

namespace probe
{
namespace
{

using namespace Steinberg;

// Attached to window 1 it writes into a pipe at every tick, and asks for one pixel more when that arrives: both ways through
// the run loop show in its size. Any other window is refused.
class View final : public IPlugView, public Linux::ITimerHandler, public Linux::IEventHandler
{
public:
    tresult PLUGIN_API queryInterface (const TUID iid, void** object) override
    {
        const auto is = [iid] (const TUID id) { return FUnknownPrivate::iidEqual (iid, id); };
        *object = is (IPlugView_iid) || is (FUnknown_iid) ? static_cast<void*> (static_cast<IPlugView*> (this)) : nullptr;
        return *object != nullptr ? kResultOk : kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return ++references; }

    uint32 PLUGIN_API release() override
    {
        const auto left = --references;

        if (left == 0)
            delete this;

        return left;
    }

    tresult PLUGIN_API isPlatformTypeSupported (FIDString type) override
    {
        return std::strcmp (type, kPlatformTypeX11EmbedWindowID) == 0 ? kResultTrue : kResultFalse;
    }

    tresult PLUGIN_API attached (void* parent, FIDString) override
    {
        void* found = nullptr;

        if (reinterpret_cast<std::uintptr_t> (parent) != 1 || frame == nullptr
            || frame->queryInterface (Linux::IRunLoop_iid, &found) != kResultOk || pipe (ends) != 0)
            return kResultFalse;

        loop = static_cast<Linux::IRunLoop*> (found);
        loop->registerTimer (this, 1);
        loop->registerEventHandler (this, ends[0]);
        return kResultOk;
    }

    tresult PLUGIN_API removed() override
    {
        loop->unregisterTimer (this);
        loop->unregisterEventHandler (this);
        loop->release();
        close (ends[0]);
        close (ends[1]);
        return kResultOk;
    }

    void PLUGIN_API onTimer() override { written = write (ends[1], "x", 1); }

    void PLUGIN_API onFDIsSet (int descriptor) override
    {
        char byte = 0;

        if (::read (descriptor, &byte, 1) != 1)
            return;

        ViewRect larger { 0, 0, rect.right + 1, rect.bottom };
        frame->resizeView (this, &larger);
    }

    tresult PLUGIN_API getSize (ViewRect* size) override
    {
        *size = rect;
        return kResultOk;
    }

    tresult PLUGIN_API onSize (ViewRect* size) override
    {
        rect = *size;
        return kResultOk;
    }

    tresult PLUGIN_API setFrame (IPlugFrame* newFrame) override
    {
        frame = newFrame;
        return kResultOk;
    }

    tresult PLUGIN_API onWheel (float) override { return kResultFalse; }
    tresult PLUGIN_API onKeyDown (char16, int16, int16) override { return kResultFalse; }
    tresult PLUGIN_API onKeyUp (char16, int16, int16) override { return kResultFalse; }
    tresult PLUGIN_API onFocus (TBool) override { return kResultFalse; }
    tresult PLUGIN_API canResize() override { return kResultTrue; }
    tresult PLUGIN_API checkSizeConstraint (ViewRect* size) override { return size->right >= 100 ? kResultTrue : kResultFalse; }

private:
    ~View() = default;

    uint32 references = 1;
    ViewRect rect { 0, 0, 400, 300 };
    IPlugFrame* frame = nullptr;
    Linux::IRunLoop* loop = nullptr;
    int ends[2] {};
    ssize_t written = 0;
};

class Controller final : public Vst::IEditController, public Vst::IConnectionPoint
{
public:
    tresult PLUGIN_API queryInterface (const TUID iid, void** object) override
    {
        const auto is = [iid] (const TUID id) { return FUnknownPrivate::iidEqual (iid, id); };
        *object = is (Vst::IEditController_iid) || is (FUnknown_iid) ? static_cast<void*> (static_cast<Vst::IEditController*> (this))
                : is (Vst::IConnectionPoint_iid)                     ? static_cast<void*> (static_cast<Vst::IConnectionPoint*> (this))
                                                                     : nullptr;

        if (*object == nullptr)
            return kNoInterface;

        ++references;
        return kResultOk;
    }

    uint32 PLUGIN_API addRef() override { return ++references; }

    uint32 PLUGIN_API release() override
    {
        const auto left = --references;

        if (left == 0)
            delete this;

        return left;
    }

    tresult PLUGIN_API initialize (FUnknown* context) override { return context != nullptr ? kResultOk : kInvalidArgument; }
    tresult PLUGIN_API terminate() override { return kResultOk; }
    tresult PLUGIN_API setComponentState (IBStream*) override { return kResultOk; }
    tresult PLUGIN_API setState (IBStream*) override { return kResultOk; }
    tresult PLUGIN_API getState (IBStream*) override { return kResultOk; }
    int32 PLUGIN_API getParameterCount() override { return 0; }
    tresult PLUGIN_API getParameterInfo (int32, Vst::ParameterInfo&) override { return kInvalidArgument; }
    tresult PLUGIN_API getParamStringByValue (Vst::ParamID, Vst::ParamValue, Vst::String128) override { return kInvalidArgument; }
    tresult PLUGIN_API getParamValueByString (Vst::ParamID, Vst::TChar*, Vst::ParamValue&) override { return kInvalidArgument; }
    Vst::ParamValue PLUGIN_API normalizedParamToPlain (Vst::ParamID, Vst::ParamValue value) override { return value; }
    Vst::ParamValue PLUGIN_API plainParamToNormalized (Vst::ParamID, Vst::ParamValue value) override { return value; }
    Vst::ParamValue PLUGIN_API getParamNormalized (Vst::ParamID) override { return 0; }
    tresult PLUGIN_API setParamNormalized (Vst::ParamID, Vst::ParamValue) override { return kInvalidArgument; }
    tresult PLUGIN_API setComponentHandler (Vst::IComponentHandler*) override { return kResultOk; }
    IPlugView* PLUGIN_API createView (FIDString name) override { return std::strcmp (name, Vst::ViewType::kEditor) == 0 ? new View() : nullptr; }

    tresult PLUGIN_API connect (Vst::IConnectionPoint*) override { return kResultOk; }
    tresult PLUGIN_API disconnect (Vst::IConnectionPoint*) override { return kResultOk; }
    tresult PLUGIN_API notify (Vst::IMessage*) override { return kNotImplemented; }

private:
    ~Controller() = default;
    uint32 references = 1;
};

} // namespace

FUnknown* createController() { return static_cast<Vst::IEditController*> (new Controller()); }

} // namespace probe
