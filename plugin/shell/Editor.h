// SPDX-License-Identifier: GPL-3.0-or-later
// The frame that the host embeds: holds the editor's content and remembers its size. [main]
#pragma once

#include <juce_audio_processors/juce_audio_processors.h>

#include <memory>

namespace harp::shell
{

class Processor;

class Editor final : public juce::AudioProcessorEditor
{
public:
    static constexpr int minimumWidth = 480, maximumWidth = 2400;
    static constexpr int minimumHeight = 360, maximumHeight = 1800;

    explicit Editor (Processor&);
    ~Editor() override;

    void paint (juce::Graphics&) override;
    void resized() override;

private:
    Processor& processor;
    std::unique_ptr<juce::Component> content;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR (Editor)
};

} // namespace harp::shell
