// SPDX-License-Identifier: GPL-3.0-or-later
// Where the user types the address of a model and loads it. [main]
#pragma once

#include "Sender.h"
#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace harp::gui
{

class AddressBar final : public juce::Component
{
public:
    explicit AddressBar (Sender&);

    void show (const ViewState&);
    void resized() override;

private:
    void load();

    Sender& sender;
    juce::Label caption;
    juce::TextEditor field;
    juce::TextButton button { "Load" };
    std::string shownAddress;
};

} // namespace harp::gui
