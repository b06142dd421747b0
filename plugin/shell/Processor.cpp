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
constexpr int stateBytes = 16;

} // namespace

Processor::Processor()
    : AudioProcessor (BusesProperties().withInput ("Input", juce::AudioChannelSet::stereo(), true)
                                       .withOutput ("Output", juce::AudioChannelSet::stereo(), true)),
      bypass (new juce::AudioParameterBool ({ "bypass", 1 }, "Bypass", false)),
      entryPoints (*this)
{
    addParameter (bypass);
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
            position = blockStart.value_or (info->getTimeInSamples().orFallback (0));
        }
    }

    renderer->process (buffer.getArrayOfWritePointers(), buffer.getNumChannels(), buffer.getNumSamples(), position, playing, isNonRealtime());
}

juce::AudioProcessorEditor* Processor::createEditor()
{
    return new Editor (*this);
}

// Four little-endian 32-bit numbers: the mark, width and height of the editor, bypass. Later versions may add more.
void Processor::getStateInformation (juce::MemoryBlock& block)
{
    juce::MemoryOutputStream stream (block, false);
    stream.writeInt (stateMark);
    stream.writeInt (editorSize.width);
    stream.writeInt (editorSize.height);
    stream.writeInt (bypass->get() ? 1 : 0);
}

void Processor::setStateInformation (const void* data, int size)
{
    if (data == nullptr || size < stateBytes)
        return;

    juce::MemoryInputStream stream (data, stateBytes, false);

    if (stream.readInt() != stateMark)
        return;

    editorSize.width = juce::jlimit (Editor::minimumWidth, Editor::maximumWidth, stream.readInt());
    editorSize.height = juce::jlimit (Editor::minimumHeight, Editor::maximumHeight, stream.readInt());
    bypass->setValueNotifyingHost (stream.readInt() != 0 ? 1.0f : 0.0f);
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
