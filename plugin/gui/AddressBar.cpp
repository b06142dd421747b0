// SPDX-License-Identifier: GPL-3.0-or-later
#include "AddressBar.h"

#include "Palette.h"
#include "Text.h"

namespace harp::gui
{

AddressBar::AddressBar (Sender& s) : sender (s)
{
    caption.setText ("Model", juce::dontSendNotification);
    caption.setFont (palette::bodyBold());
    addAndMakeVisible (caption);

    field.setFont (palette::body());
    field.setJustification (juce::Justification::centredLeft);
    field.setIndents (8, 0);
    field.setTextToShowWhenEmpty ("Address of a model, for example http://127.0.0.1:7860 or user/space", palette::faint);
    field.setTitle ("Address of the model");
    field.onReturnKey = [this] { load(); };
    field.onEscapeKey = [this] { onEscape(); };
    addAndMakeVisible (field);

    button.onClick = [this] { load(); };
    addAndMakeVisible (button);

    models.setTooltip ("Look into a list of models");
    models.onClick = [this] { onModels(); };
    addAndMakeVisible (models);
}

void AddressBar::show (const ViewState& state)
{
    // What the user is typing wins over what the document holds.
    if (state.address != shownAddress && ! field.hasKeyboardFocus (true))
        field.setText (utf8 (state.address), false);

    shownAddress = state.address;
    button.setButtonText (state.phase == "loading" ? "Loading..." : "Load");
}

void AddressBar::resized()
{
    auto area = getLocalBounds();
    caption.setBounds (area.removeFromLeft (56));
    models.setBounds (area.removeFromRight (76));
    area.removeFromRight (6);
    button.setBounds (area.removeFromRight (84));
    area.removeFromRight (8);
    field.setBounds (area);
}

void AddressBar::setBrowsing (bool isOpen)
{
    models.setToggleState (isOpen, juce::dontSendNotification);
}

void AddressBar::load (const std::string& address)
{
    field.setText (utf8 (address), false);
    load();
}

void AddressBar::load()
{
    sender.send ({ { "do", "load" }, { "address", field.getText().trim().toStdString() } });
}

} // namespace harp::gui
