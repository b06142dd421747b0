// SPDX-License-Identifier: GPL-3.0-or-later
// A window that is on no screen: what lies in it can have the keyboard as in a host's window. [main]
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>

namespace harp::test
{

class HeadlessWindow final : public juce::Component
{
public:
    // The content outlives the window.
    explicit HeadlessWindow (juce::Component& content);
    ~HeadlessWindow() override;

private:
    juce::ComponentPeer* createNewPeer (int styleFlags, void* nativeWindow) override;
};

} // namespace harp::test
