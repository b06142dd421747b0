// SPDX-License-Identifier: GPL-3.0-or-later
// Where the user types the address of a model and loads it. [main]
#pragma once

#include "Sender.h"
#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace harp::gui
{

class AddressBar final : public juce::Component
{
public:
    explicit AddressBar (Sender&);

    void show (const ViewState&);

    // Puts an address into the field and loads it, as if it had been typed.
    void load (const std::string& address);

    std::function<void()> onEscape;
    std::function<void()> onModels; // the user wants to look into a list of models, or has seen enough
    void setBrowsing (bool isOpen);
    void focusModels() { models.grabKeyboardFocus(); }
    void resized() override;

private:
    void load();

    Sender& sender;
    juce::Label caption;
    juce::TextEditor field;
    juce::TextButton button { "Load" }, models { "Models" };
    std::string shownAddress;
};

} // namespace harp::gui
