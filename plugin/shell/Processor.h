// SPDX-License-Identifier: GPL-3.0-or-later
// The plug-in as JUCE sees it: an effect that passes audio through until a host binds it to an ARA document.
//
// processBlock: [audio]. bind: [model] thread, once, before the first prepareToPlay. Everything else as JUCE calls it.
// JUCE's callback lock is JUCE's own: nobody here takes it.
#pragma once

#include "EntryPoints.h"

#include <ara/Binding.h>
#include <core/Span.h>
#include <juce_audio_processors/juce_audio_processors.h>

#include <atomic>
#include <memory>
#include <optional>

namespace harp::shell
{

class CommandSurface;

class Processor final : public juce::AudioProcessor,
                        public juce::VST3ClientExtensions
{
public:
    Processor();
    ~Processor() override;

    // Binds this instance to a document for good. nullptr when it is bound already or the document is not one of ours.
    const ARA::ARAPlugInExtensionInstance* bind (ARA::ARADocumentControllerRef, ARA::ARAPlugInInstanceRoleFlags known, ARA::ARAPlugInInstanceRoleFlags assigned);
    const ara::Binding* binding() const noexcept { return bound.get(); }

    // The commands of the document this instance is bound to; nullptr while it is bound to none. [any but audio]
    CommandSurface* commands() const noexcept { return surface; }

    // Size of the editor, kept in the instance's state: a host may save while the editor is being resized. [any]
    struct EditorSize
    {
        std::atomic<int> width { 720 }, height { 640 };
    };

    EditorSize editorSize;

    // Where in the song the block begins that is being processed, at the playback rate; empty where no SongPosition stands
    // in front of JUCE's wrapper. [audio]
    std::optional<core::Frame> blockStart;

    void prepareToPlay (double sampleRate, int maximumBlock) override;
    void releaseResources() override;
    void processBlock (juce::AudioBuffer<float>&, juce::MidiBuffer&) override;
    juce::AudioProcessorParameter* getBypassParameter() const override { return bypass; }
    bool isBusesLayoutSupported (const BusesLayout&) const override;

    juce::AudioProcessorEditor* createEditor() override;
    bool hasEditor() const override { return true; }

    const juce::String getName() const override { return JucePlugin_Name; }
    bool acceptsMidi() const override { return false; }
    bool producesMidi() const override { return false; }
    double getTailLengthSeconds() const override { return 0.0; }
    int getNumPrograms() override { return 1; }
    int getCurrentProgram() override { return 0; }
    void setCurrentProgram (int) override {}
    const juce::String getProgramName (int) override { return "Default"; }
    void changeProgramName (int, const juce::String&) override {}

    // View settings only: takes and the endpoint are the document's and go into the ARA archive.
    void getStateInformation (juce::MemoryBlock&) override;
    void setStateInformation (const void*, int) override;

    int32_t queryIAudioProcessor (const Steinberg::TUID, void** object) override;
    int32_t queryIEditController (const Steinberg::TUID, void** object) override;
#if JUCE_MAJOR_VERSION >= 8
    juce::VST3ClientExtensions* getVST3ClientExtensions() override { return this; }
#endif

private:
    void render (juce::AudioBuffer<float>&);

    std::unique_ptr<ara::Binding> bound;
    // Changes nothing that is heard: unbound, the audio passes anyway; a bound renderer is the source of the sound, and to
    // bypass it would leave the host with silence. With a parameter of our own JUCE does not read one from behind our
    // state, which is not safe when that state is damaged.
    juce::AudioParameterBool* bypass; // owned by the parameter list
    CommandSurface* surface = nullptr; // owned by the session that `bound` keeps alive
    EntryPoints entryPoints;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR (Processor)
};

} // namespace harp::shell
