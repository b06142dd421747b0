// SPDX-License-Identifier: MIT
// One VST3 instance: bound to a document with roles, or unbound as an ordinary effect.
//
// Belongs to the [model] thread of its document, or to the thread that made it when it is unbound. Audio runs on a thread of
// its own; `render` may be called from [any] thread and waits for that one.
#pragma once

#include "ComPtr.h"
#include "Host.h"
#include "HostError.h"
#include "RenderThread.h"

#include <ARA_API/ARAVST3.h>
#include <pluginterfaces/vst/ivstaudioprocessor.h>
#include <pluginterfaces/vst/ivsteditcontroller.h>

namespace harp::host
{

struct Roles
{
    int known = ARA::kARAPlaybackRendererRole | ARA::kARAEditorRendererRole | ARA::kARAEditorViewRole;
    int assigned = 0;
    bool effective (int role) const { return (assigned & role) != 0 || (known & role) == 0; }
};

struct AudioSetup
{
    double sampleRate = 44100;
    int maxBlock = 512;
    int channels = 2; // of the input and of the output
    bool offline = false;
};

struct RenderRequest
{
    std::int64_t start = 0, frames = 0;  // project time in samples of the setup's rate
    std::vector<int> blocks;             // sizes, taken in turn; empty: always the largest
    bool playing = true, inPlace = false;
    double tempo = 120, pace = 0;        // pace 1: as slow as real time; 0: without waiting
    std::vector<float> input;            // interleaved; empty: silence
};

class PluginView;

class Instance : public std::enable_shared_from_this<Instance>
{
public:
    // Without a document the instance stays an ordinary effect.
    static std::shared_ptr<Instance> create (std::shared_ptr<Host> host, std::shared_ptr<Document> document, const Roles& roles,
                                             bool hostContext);
    ~Instance();

    // Ends the instance; before or after its document, both are fine.
    void close();
    bool isOpen() const { return component.get() != nullptr; }

    // Tries what a host must not do: true when the plug-in lets itself be bound a second time.
    bool bindAgain();

    // Playback renderer: while inactive. The editor renderer does not care.
    void addRegion (const RegionPtr& region);
    void removeRegion (const RegionPtr& region);
    void addEditorRegion (const RegionPtr& region);
    void removeEditorRegion (const RegionPtr& region);
    void addEditorSequence (const SequencePtr& sequence);
    void removeEditorSequence (const SequencePtr& sequence);

    // Lets go of an object that is about to be destroyed; an active renderer is stopped for it and started again.
    void dropRegion (const RegionPtr& region);
    void dropSequence (const SequencePtr& sequence);

    // Editor view.
    void select (const std::vector<RegionPtr>& regions, const std::vector<SequencePtr>& sequences, std::optional<ARA::ARAContentTimeRange> range);
    void hideSequences (const std::vector<SequencePtr>& sequences);

    void activate (const AudioSetup& setup);
    void deactivate();
    bool isActive() const { return active; }
    int latency() const { return static_cast<int> (processor->getLatencySamples()); }
    std::uint32_t tail() const { return processor->getTailSamples(); }

    // [any] Interleaved output of `frames` frames, computed on the render thread; HostError when the plug-in fails.
    std::vector<float> render (const RenderRequest& request);

    Bytes state();
    void setState (const Bytes& bytes);

    // HARP's private interface, [any]; nullopt when the plug-in has none.
    std::optional<std::string> command (const std::string& json);
    std::optional<std::string> commandState (std::int64_t since);

    bool embedsView(); // whether a host may show the view inside of its own window
    std::shared_ptr<PluginView> createView(); // closed at the latest when the instance ends
    Steinberg::Vst::IEditController& editController();

private:
    Instance (std::shared_ptr<Host> host, std::shared_ptr<Document> document, const Roles& roles);
    void start (bool hostContext);
    void bind();
    void checkRoles (const ARA::ARAPlugInExtensionInstance& extension);
    void requireOpen() const;
    void requireRole (int role, const char* what) const;
    void setUpBuses (const AudioSetup& setup);
    std::vector<float> renderNow (const RenderRequest& request);
    Violations& broken() const;

    // Runs a call into the plug-in on the model thread.
    template <typename Function>
    auto call (Function&& function);

    std::shared_ptr<Host> host;
    std::shared_ptr<Document> document;
    Roles roles;
    std::thread::id owner = std::this_thread::get_id();
    ComPtr<Steinberg::Vst::IComponent> component;
    ComPtr<Steinberg::Vst::IAudioProcessor> processor;
    ComPtr<Steinberg::Vst::IEditController> controller;
    bool controllerIsComponent = false;
    std::vector<std::weak_ptr<PluginView>> views;
    const ARA::ARAPlugInExtensionInstance* extension = nullptr;
    std::vector<RegionPtr> regions, editorRegions;
    std::vector<SequencePtr> editorSequences;
    bool active = false;
    AudioSetup audio;
    std::mutex rendering; // held for the length of one render, so that activation waits for it
    std::unique_ptr<RenderThread> renderThread;
};

template <typename Function>
auto Instance::call (Function&& function)
{
    if (std::this_thread::get_id() != owner)
        throw HostError ("An instance belongs to the thread that made it; this call came from another one");

    requireOpen();

    if (document == nullptr)
        return function();

    const PluginCalls::Scope scope (document->documentSide().calls, Call::other);
    return function();
}

} // namespace harp::host
