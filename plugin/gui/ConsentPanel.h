// SPDX-License-Identifier: GPL-3.0-or-later
// Asks before the first upload to a host: what is sent, where to, and what is not. [main]
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace harp::gui
{

class ConsentPanel final : public juce::Component
{
public:
    ConsentPanel();

    void ask (const juce::String& host, const juce::String& model);

    std::function<void()> onAllow, onRefuse;

    void paint (juce::Graphics&) override;
    void resized() override;

private:
    juce::Rectangle<int> box() const;

    juce::String host, model;
    juce::TextButton allow { "Allow for this host" }, refuse { "Do not send" };
};

} // namespace harp::gui
