// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConsentPanel.h"

#include "Palette.h"

namespace harp::gui
{

ConsentPanel::ConsentPanel()
{
    allow.setColour (juce::TextButton::buttonColourId, palette::accent);
    allow.onClick = [this] { onAllow(); };
    refuse.onClick = [this] { onRefuse(); };
    addAndMakeVisible (allow);
    addAndMakeVisible (refuse);
}

void ConsentPanel::ask (const juce::String& h, const juce::String& m)
{
    host = h;
    model = m;
    setTitle ("Send audio to " + host + "?");
    repaint();
}

juce::Rectangle<int> ConsentPanel::box() const
{
    return getLocalBounds().withSizeKeepingCentre (juce::jmin (460, getWidth() - 24), juce::jmin (230, getHeight() - 24));
}

void ConsentPanel::paint (juce::Graphics& g)
{
    g.fillAll (palette::background.withAlpha (0.8f));
    const auto area = box();
    g.setColour (palette::raised);
    g.fillRoundedRectangle (area.toFloat(), 8.0f);
    g.setColour (palette::outline);
    g.drawRoundedRectangle (area.toFloat(), 8.0f, 1.0f);

    juce::AttributedString text;
    text.setWordWrap (juce::AttributedString::byWord);
    text.append ("Send audio to " + host + "?\n\n", palette::title(), palette::text);
    text.append ("\"" + model + "\" runs on another computer. The audio of the regions that you process and the values of the "
                 "controls are sent to " + host + ". Nothing else is sent, and your original stays as it is. "
                 "HARP remembers your answer for this host.",
                 palette::body(), palette::text);
    text.draw (g, area.reduced (20).withTrimmedBottom (44).toFloat());
}

void ConsentPanel::resized()
{
    auto buttons = box().reduced (20).removeFromBottom (32);
    allow.setBounds (buttons.removeFromRight (160));
    buttons.removeFromRight (10);
    refuse.setBounds (buttons.removeFromRight (120));
}

} // namespace harp::gui
