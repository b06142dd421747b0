// SPDX-License-Identifier: GPL-3.0-or-later
// Process, Cancel, Undo and Redo for what is selected. [main]
#pragma once

#include "Sender.h"
#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace harp::gui
{

class ActionBar final : public juce::Component
{
public:
    explicit ActionBar (Sender&);

    void show (const ViewState&);
    void resized() override;

private:
    juce::TextButton process { "Process" }, cancel { "Cancel all" }, undo { "Undo" }, redo { "Redo" };
    juce::Label summary;
};

} // namespace harp::gui
