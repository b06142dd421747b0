// SPDX-License-Identifier: GPL-3.0-or-later
#include "Palette.h"

namespace harp::gui::palette
{

const juce::Colour background { 0xff1c1e22 };
const juce::Colour panel { 0xff25282d };
const juce::Colour raised { 0xff30343a };
const juce::Colour outline { 0xff41464e };
const juce::Colour text { 0xffe9ebee };
const juce::Colour faint { 0xff9aa1ab };
const juce::Colour accent { 0xff4f9cf0 };
const juce::Colour good { 0xff5cc28a };
const juce::Colour warning { 0xffe6b450 };
const juce::Colour bad { 0xffe8706a };

namespace
{

juce::Font font (float height, int style = juce::Font::plain)
{
#if JUCE_MAJOR_VERSION >= 8
    return juce::Font (juce::FontOptions (height, style));
#else
    return juce::Font (height, style);
#endif
}

} // namespace

juce::Font title() { return font (19.0f, juce::Font::bold); }
juce::Font body() { return font (15.0f); }
juce::Font bodyBold() { return font (15.0f, juce::Font::bold); }
juce::Font small() { return font (13.0f); }

LookAndFeel::LookAndFeel()
{
    setColour (juce::ResizableWindow::backgroundColourId, background);
    setColour (juce::Label::textColourId, palette::text);
    setColour (juce::TextButton::buttonColourId, raised);
    setColour (juce::TextButton::buttonOnColourId, accent);
    setColour (juce::TextButton::textColourOffId, palette::text);
    setColour (juce::TextButton::textColourOnId, juce::Colours::white);
    setColour (juce::ComboBox::outlineColourId, outline);
    setColour (juce::ComboBox::backgroundColourId, raised);
    setColour (juce::ComboBox::textColourId, palette::text);
    setColour (juce::PopupMenu::backgroundColourId, raised);
    setColour (juce::PopupMenu::highlightedBackgroundColourId, accent);
    setColour (juce::TextEditor::backgroundColourId, raised);
    setColour (juce::TextEditor::outlineColourId, outline);
    setColour (juce::TextEditor::focusedOutlineColourId, accent);
    setColour (juce::TextEditor::textColourId, palette::text);
    setColour (juce::Slider::thumbColourId, accent);
    setColour (juce::Slider::trackColourId, accent.withAlpha (0.7f));
    setColour (juce::Slider::backgroundColourId, outline);
    setColour (juce::Slider::textBoxTextColourId, palette::text);
    setColour (juce::Slider::textBoxBackgroundColourId, raised);
    setColour (juce::Slider::textBoxOutlineColourId, outline);
    setColour (juce::ToggleButton::textColourId, palette::text);
    setColour (juce::ToggleButton::tickColourId, accent);
    setColour (juce::ToggleButton::tickDisabledColourId, faint);
    setColour (juce::ProgressBar::backgroundColourId, outline);
    setColour (juce::ProgressBar::foregroundColourId, accent);
    setColour (juce::ScrollBar::thumbColourId, outline);
}

} // namespace harp::gui::palette
