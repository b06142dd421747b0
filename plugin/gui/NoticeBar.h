// SPDX-License-Identifier: GPL-3.0-or-later
// Says what went wrong: the sentence, the next step, and the details one click further. [main]
#pragma once

#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>

namespace harp::gui
{

class NoticeBar final : public juce::Component
{
public:
    NoticeBar();

    // Nothing hides the bar.
    void show (const std::optional<ShownError>&);
    bool isShowing() const { return error.has_value(); }
    int heightFor (int width) const;

    std::function<void()> onDismiss;
    std::function<void()> onHeightChange;

    void paint (juce::Graphics&) override;
    void resized() override;

private:
    juce::AttributedString text() const;

    std::optional<ShownError> error;
    bool detailed = false;
    juce::TextButton details { "Details" }, dismiss { "Close" };
};

} // namespace harp::gui
