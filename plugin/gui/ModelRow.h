// SPDX-License-Identifier: GPL-3.0-or-later
// One model of a list: its name, what it does, its tags and where it is. A button: pressing it, or return, chooses it. [main]
#pragma once

#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace harp::gui
{

class ModelRow final : public juce::Button
{
public:
    static constexpr int height = 62;

    ModelRow();

    void show (const ShownModel&);
    const std::string& address() const { return model.address; }

    std::function<void()> onFocus;
    std::function<void (int steps)> onArrow; // up: -1, down: 1

    void paintButton (juce::Graphics&, bool highlighted, bool down) override;
    bool keyPressed (const juce::KeyPress&) override;
    void focusGained (FocusChangeType) override;
    void focusLost (FocusChangeType) override { repaint(); }

private:
    ShownModel model;
};

} // namespace harp::gui
