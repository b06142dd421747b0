// SPDX-License-Identifier: GPL-3.0-or-later
// The colours and type sizes of the editor, in one place. [main]
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace harp::gui::palette
{

extern const juce::Colour background, panel, raised, outline, text, faint, accent, good, warning, bad;

juce::Font title();
juce::Font body();
juce::Font bodyBold();
juce::Font small();

// Dresses JUCE's own widgets in these colours.
class LookAndFeel final : public juce::LookAndFeel_V4
{
public:
    LookAndFeel();
};

} // namespace harp::gui::palette
