// SPDX-License-Identifier: MIT
#include "ProbeInstance.h"

#include "ProbeDocument.h"
#include "ProbeView.h"

#include <harp_bridge/CommandInterface.h>
#include <pluginterfaces/base/ibstream.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace probe
{
namespace
{

using namespace Steinberg;

class Effect final : public Vst::IComponent, public Vst::IAudioProcessor, public IPlugInEntryPoint, public IPlugInEntryPoint2, public harp::CommandInterface
{
public:
    // FUnknown, for every interface at once.
    tresult PLUGIN_API queryInterface (const TUID iid, void** object) override
    {
        const auto is = [iid] (const TUID id) { return FUnknownPrivate::iidEqual (iid, id); };
        *object = is (FUnknown_iid) || is (IPluginBase_iid) || is (Vst::IComponent_iid) ? static_cast<void*> (static_cast<Vst::IComponent*> (this))
                : is (Vst::IAudioProcessor_iid) ? static_cast<void*> (static_cast<Vst::IAudioProcessor*> (this))
                : is (IPlugInEntryPoint_iid)    ? static_cast<void*> (static_cast<IPlugInEntryPoint*> (this))
                : is (IPlugInEntryPoint2_iid)   ? static_cast<void*> (static_cast<IPlugInEntryPoint2*> (this))
                : FUnknownPrivate::iidEqual (iid, harp::commandInterfaceId) ? static_cast<void*> (static_cast<harp::CommandInterface*> (this))
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

    // IComponent
    tresult PLUGIN_API initialize (FUnknown*) override { return kResultOk; }

    tresult PLUGIN_API terminate() override
    {
        if (document == nullptr)
            return kResultOk;

        if (--document->instances == 0 && document->hostIsDone)
            delete document;

        document = nullptr;
        return kResultOk;
    }

    tresult PLUGIN_API getControllerClassId (TUID id) override
    {
        std::memcpy (id, controllerId, sizeof (TUID));
        return document != nullptr && document->wants ("no-editor") ? kNotImplemented : kResultOk;
    }

    tresult PLUGIN_API setIoMode (Vst::IoMode) override { return kNotImplemented; }
    int32 PLUGIN_API getBusCount (Vst::MediaType type, Vst::BusDirection) override { return type == Vst::kAudio ? 1 : 0; }
    tresult PLUGIN_API getBusInfo (Vst::MediaType, Vst::BusDirection, int32, Vst::BusInfo&) override { return kNotImplemented; }
    tresult PLUGIN_API getRoutingInfo (Vst::RoutingInfo&, Vst::RoutingInfo&) override { return kNotImplemented; }
    tresult PLUGIN_API activateBus (Vst::MediaType, Vst::BusDirection, int32, TBool) override { return kResultOk; }

    tresult PLUGIN_API setActive (TBool state) override
    {
        active = state != 0;
        return kResultOk;
    }

    tresult PLUGIN_API setState (IBStream* stream) override
    {
        char bytes[16] {};
        int32 count = 0;
        const auto result = stream->read (bytes, sizeof (bytes), &count);
        stateText.assign (bytes, static_cast<std::size_t> (count));
        return result == kResultOk && stateText != "refused" ? kResultOk : kResultFalse;
    }

    tresult PLUGIN_API getState (IBStream* stream) override
    {
        auto text = stateText;
        return stream->write (text.data(), static_cast<int32> (text.size()));
    }

    // IAudioProcessor
    tresult PLUGIN_API setBusArrangements (Vst::SpeakerArrangement*, int32, Vst::SpeakerArrangement* outputs, int32) override
    {
        return outputs[0] == Vst::SpeakerArr::kMono || outputs[0] == Vst::SpeakerArr::kStereo ? kResultOk : kResultFalse;
    }

    tresult PLUGIN_API getBusArrangement (Vst::BusDirection, int32, Vst::SpeakerArrangement&) override { return kNotImplemented; }
    tresult PLUGIN_API canProcessSampleSize (int32 size) override { return size == Vst::kSample32 ? kResultOk : kResultFalse; }
    uint32 PLUGIN_API getLatencySamples() override { return document != nullptr && document->wants ("latency") ? 64 : 0; }

    tresult PLUGIN_API setupProcessing (Vst::ProcessSetup& setup) override
    {
        rate = setup.sampleRate;
        return kResultOk;
    }

    tresult PLUGIN_API setProcessing (TBool) override { return kResultOk; }
    uint32 PLUGIN_API getTailSamples() override { return 0; }

    tresult PLUGIN_API process (Vst::ProcessData& data) override
    {
        auto& output = data.outputs[0];

        if (document == nullptr || (roles & kARAPlaybackRendererRole) == 0)
        {
            for (int32 channel = 0; channel < output.numChannels; ++channel)
                std::memmove (output.channelBuffers32[channel], data.inputs[0].channelBuffers32[channel],
                              static_cast<std::size_t> (data.numSamples) * sizeof (float));

            return kResultOk;
        }

        mistakeInProcess (*document);
        const auto silentFrames = document->wants ("unwritten-block") ? data.numSamples - 1 : data.numSamples;

        for (int32 channel = 0; channel < output.numChannels; ++channel)
            std::fill_n (output.channelBuffers32[channel], silentFrames, 0.0f);

        if (document->wants ("failing-process"))
            return kInternalError;

        if ((data.processContext->state & Vst::ProcessContext::kPlaying) != 0)
            for (const auto* region : regions)
                document->play (*region, data.processContext->projectTimeSamples, data.numSamples, rate, output.channelBuffers32, output.numChannels);

        return kResultOk;
    }

    // ARA
    const ARAFactory* PLUGIN_API getFactory() override { return &factory(); }
    const ARAPlugInExtensionInstance* PLUGIN_API bindToDocumentController (ARADocumentControllerRef) override { return nullptr; }

    const ARAPlugInExtensionInstance* PLUGIN_API bindToDocumentControllerWithRoles (ARADocumentControllerRef controller,
                                                                                   ARAPlugInInstanceRoleFlags known,
                                                                                   ARAPlugInInstanceRoleFlags assigned) override
    {
        if (document != nullptr)
            return document->wants ("bind-twice") ? &extension : nullptr;

        document = &Document::of (controller);
        ++document->instances;
        roles = document->wants ("wrong-roles") ? ~assigned : assigned | ~known;
        extension.structSize = sizeof (extension);
        fillExtension();
        return &extension;
    }

    // Commands: {"modification": "id", "gain": 0.5} sets a gain, "play" asks the transport for everything, everything else is
    // sent back. "make-reader" is a mistake: a command is no host call.
    const char* HARP_VST_CALL command (const char* json) override
    {
        const std::string text = json;

        if (document != nullptr && text.find ("\"play\"") != std::string::npos)
            askTransport();

        if (document != nullptr && text.find ("\"make-reader\"") != std::string::npos)
            document->createReader (document->sources.front()->hostRef);

        const auto id = text.find ("\"modification\": \""), gain = text.find ("\"gain\": ");

        if (id == std::string::npos || gain == std::string::npos)
            return strdup (("{\"echo\": " + text + "}").c_str());

        const auto from = id + 17;
        const auto ok = document != nullptr && document->setGain (text.substr (from, text.find ('"', from) - from), std::stof (text.substr (gain + 8)));
        ++revision;
        return strdup (ok ? "{\"ok\": true}" : "{\"ok\": false}");
    }

    const char* HARP_VST_CALL state (std::int64_t since) override
    {
        const auto number = "\"revision\": " + std::to_string (revision.load());
        return strdup (revision > since ? ("{" + number + ", \"selected\": " + std::to_string (selected) + "}").c_str() : ("{" + number + "}").c_str());
    }

    void HARP_VST_CALL releaseString (const char* text) override { std::free (const_cast<char*> (text)); }

private:
    ~Effect() = default;

    void askTransport()
    {
        const auto& playback = *document->host.playbackControllerInterface;
        const auto self = document->host.playbackControllerHostRef;
        playback.requestSetPlaybackPosition (self, 1.5);
        playback.requestSetCycleRange (self, 1.0, 2.0);
        playback.requestEnableCycle (self, kARATrue);
        playback.requestStartPlayback (self);
        playback.requestStopPlayback (self);
    }

    void fillExtension()
    {
        static const ARAPlaybackRendererInterface playback {
            sizeof (playback),
            [] (ARAPlaybackRendererRef self, ARAPlaybackRegionRef region) { of (self).regions.push_back (reinterpret_cast<Region*> (region)); },
            [] (ARAPlaybackRendererRef self, ARAPlaybackRegionRef region) { std::erase (of (self).regions, reinterpret_cast<Region*> (region)); }
        };
        static const ARAEditorRendererInterface preview { sizeof (preview), [] (ARAEditorRendererRef, ARAPlaybackRegionRef) {},
                                                          [] (ARAEditorRendererRef, ARAPlaybackRegionRef) {},
                                                          [] (ARAEditorRendererRef, ARARegionSequenceRef) {},
                                                          [] (ARAEditorRendererRef, ARARegionSequenceRef) {} };
        static const ARAEditorViewInterface view {
            sizeof (view),
            [] (ARAEditorViewRef self, const ARAViewSelection* selection)
            {
                of (self).selected = static_cast<int> (selection->playbackRegionRefsCount + 10 * selection->regionSequenceRefsCount);
                ++of (self).revision;
            },
            [] (ARAEditorViewRef, ARASize, const ARARegionSequenceRef*) {}
        };
        extension.playbackRendererInterface = (roles & kARAPlaybackRendererRole) != 0 ? &playback : nullptr;
        extension.editorRendererInterface = (roles & kARAEditorRendererRole) != 0 ? &preview : nullptr;
        extension.editorViewInterface = (roles & kARAEditorViewRole) != 0 ? &view : nullptr;
        extension.playbackRendererRef = reinterpret_cast<ARAPlaybackRendererRef> (this);
        extension.editorRendererRef = reinterpret_cast<ARAEditorRendererRef> (this);
        extension.editorViewRef = reinterpret_cast<ARAEditorViewRef> (this);
    }

    template <typename Ref>
    static Effect& of (Ref ref)
    {
        return *reinterpret_cast<Effect*> (ref);
    }

    std::atomic<uint32> references { 1 };
    Document* document = nullptr;
    int roles = 0;
    ARAPlugInExtensionInstance extension {};
    std::vector<Region*> regions;
    std::atomic<std::int64_t> revision { 0 };
    std::atomic<int> selected { 0 };
    std::string stateText = "probe";
    double rate = 44100;
    bool active = false;
};

class MainFactory final : public IMainFactory
{
public:
    const ARAFactory* PLUGIN_API getFactory() override { return &factory(); }

    tresult PLUGIN_API queryInterface (const TUID iid, void** object) override
    {
        const auto known = FUnknownPrivate::iidEqual (iid, IMainFactory_iid) || FUnknownPrivate::iidEqual (iid, FUnknown_iid);
        *object = known ? this : nullptr;
        return known ? kResultOk : kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return 1; }
    uint32 PLUGIN_API release() override { return 1; }
};

} // namespace

FUnknown* createEffect() { return static_cast<Vst::IComponent*> (new Effect()); }

FUnknown* createMainFactory()
{
    static MainFactory main;
    return &main;
}

} // namespace probe
