// SPDX-License-Identifier: GPL-3.0-or-later
#include "ActionBar.h"

#include "Palette.h"

#include <algorithm>

namespace harp::gui
{

ActionBar::ActionBar (Sender& sender)
{
    process.setColour (juce::TextButton::buttonColourId, palette::accent);
    process.onClick = [&sender] { sender.process(); };

    // A field that loses the keyboard sends what was typed: that must not happen between pressing this button and letting it go.
    process.setMouseClickGrabsKeyboardFocus (false);

    cancel.onClick = [&sender] { sender.send ({ { "do", "cancel" } }); };
    undo.onClick = [&sender] { sender.send ({ { "do", "undo" } }); };
    redo.onClick = [&sender] { sender.send ({ { "do", "redo" } }); };
    summary.setFont (palette::small());
    summary.setColour (juce::Label::textColourId, palette::faint);

    for (juce::Component* part : std::initializer_list<juce::Component*> { &process, &cancel, &undo, &redo, &summary })
        addAndMakeVisible (part);
}

void ActionBar::show (const ViewState& state)
{
    const auto selected = std::count_if (state.regions.begin(), state.regions.end(), [] (const auto& r) { return r.selected; });
    process.setEnabled (state.description.has_value() && selected > 0);
    cancel.setEnabled (state.anythingRunning() || state.phase == "loading");
    undo.setEnabled (state.canUndo);
    redo.setEnabled (state.canRedo);

    summary.setText (! state.description ? juce::String ("Load a model first")
                     : selected == 0     ? juce::String ("Select regions in the arrangement")
                     : selected == 1     ? juce::String ("1 region selected")
                                         : juce::String (static_cast<int> (selected)) + " regions selected",
                     juce::dontSendNotification);
}

void ActionBar::resized()
{
    auto area = getLocalBounds();
    process.setBounds (area.removeFromLeft (120));
    area.removeFromLeft (8);
    cancel.setBounds (area.removeFromLeft (96));
    area.removeFromLeft (12);
    redo.setBounds (area.removeFromRight (68));
    area.removeFromRight (8);
    undo.setBounds (area.removeFromRight (68));
    summary.setBounds (area);
}

} // namespace harp::gui
