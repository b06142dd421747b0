// SPDX-License-Identifier: GPL-3.0-or-later
#include "Processor.h"

#include "Editor.h"
#include "Module.h"
#include "RealtimeMark.h"
#include "commands/CommandSurface.h"

namespace harp::shell
{

namespace
{

constexpr int stateMark = 0x50524148; // "HARP"

} // namespace

Processor::Processor()
    : AudioProcessor (BusesProperties().withInput ("Input", juce::AudioChannelSet::stereo(), true)
                                       .withOutput ("Output", juce::AudioChannelSet::stereo(), true)),
      entryPoints (*this)
{
    wireModule(); // formats without an entry point of our own come here first
}

Processor::~Processor() = default;

const ARA::ARAPlugInExtensionInstance* Processor::bind (ARA::ARADocumentControllerRef controller,
                                                        ARA::ARAPlugInInstanceRoleFlags known,
                                                        ARA::ARAPlugInInstanceRoleFlags assigned)
{
    if (bound != nullptr)
        return nullptr;

    bound = ara::Binding::bind (controller, known, assigned);

    if (bound == nullptr)
        return nullptr;

    surface = dynamic_cast<CommandSurface*> (bound->session().get());
    return bound->instance();
}

void Processor::prepareToPlay (double sampleRate, int maximumBlock)
{
    if (bound != nullptr && bound->renderer() != nullptr)
        bound->renderer()->prepare (sampleRate, maximumBlock, getTotalNumOutputChannels());
}

void Processor::releaseResources()
{
    if (bound != nullptr && bound->renderer() != nullptr)
        bound->renderer()->release();
}

bool Processor::isBusesLayoutSupported (const BusesLayout& layout) const
{
    const auto output = layout.getMainOutputChannelSet();
    return layout.getMainInputChannelSet() == output
           && (output == juce::AudioChannelSet::mono() || output == juce::AudioChannelSet::stereo());
}

// Unbound, and as an editor renderer without previews: what comes in goes out.
void Processor::processBlock (juce::AudioBuffer<float>& buffer, juce::MidiBuffer&)
{
    const RealtimeMark mark (! isNonRealtime());
    render (buffer);
}

// A bound renderer is the source of the sound: to bypass it would leave the host with silence.
void Processor::processBlockBypassed (juce::AudioBuffer<float>& buffer, juce::MidiBuffer&)
{
    const RealtimeMark mark (! isNonRealtime());
    render (buffer);
}

void Processor::render (juce::AudioBuffer<float>& buffer)
{
    auto* renderer = bound != nullptr ? bound->renderer() : nullptr;

    if (renderer == nullptr)
        return;

    bool playing = false;
    core::Frame position = 0;

    if (auto* head = getPlayHead())
    {
        if (const auto info = head->getPosition())
        {
            playing = info->getIsPlaying();
            position = info->getTimeInSamples().orFallback (0);
        }
    }

    renderer->process (buffer.getArrayOfWritePointers(), buffer.getNumChannels(), buffer.getNumSamples(), position, playing, isNonRealtime());
}

juce::AudioProcessorEditor* Processor::createEditor()
{
    return new Editor (*this);
}

// Three little-endian 32-bit numbers: the mark, width and height of the editor. Later versions may add more behind them.
void Processor::getStateInformation (juce::MemoryBlock& block)
{
    juce::MemoryOutputStream stream (block, false);
    stream.writeInt (stateMark);
    stream.writeInt (editorSize.x);
    stream.writeInt (editorSize.y);
}

void Processor::setStateInformation (const void* data, int size)
{
    if (data == nullptr || size < 12)
        return;

    juce::MemoryInputStream stream (data, static_cast<size_t> (size), false);

    if (stream.readInt() != stateMark)
        return;

    editorSize.x = juce::jlimit (Editor::minimumWidth, Editor::maximumWidth, stream.readInt());
    editorSize.y = juce::jlimit (Editor::minimumHeight, Editor::maximumHeight, stream.readInt());
}

int32_t Processor::queryIAudioProcessor (const Steinberg::TUID id, void** object)
{
    return entryPoints.queryComponent (id, object);
}

int32_t Processor::queryIEditController (const Steinberg::TUID id, void** object)
{
    return entryPoints.queryController (id, object);
}

} // namespace harp::shell

juce::AudioProcessor* JUCE_CALLTYPE createPluginFilter()
{
    return new harp::shell::Processor();
}
