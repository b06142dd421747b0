// SPDX-License-Identifier: GPL-3.0-or-later
// The model's card: name, author, description, tags, and where it runs. [main]
#pragma once

#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace harp::gui
{

class CardView final : public juce::Component
{
public:
    static constexpr int leastHeight = 46; // the name and where it runs

    CardView();

    void show (const ViewState&);
    void paint (juce::Graphics&) override;

    // Height that the card needs at a width.
    int heightFor (int width) const;

private:
    juce::AttributedString describe() const;

    juce::String name, author, description, tags, place;
    bool remote = false, empty = true;
};

} // namespace harp::gui
