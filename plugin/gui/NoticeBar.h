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
    static constexpr int leastHeight = 68; // both buttons, one below the other

    NoticeBar();

    // Nothing leaves the bar empty. True when it says something else than before.
    bool show (const std::optional<ShownError>&);
    bool isShowing() const { return error.has_value(); }

    // The height that shows the whole text, unless that is very long: what does not fit is reached by scrolling.
    int heightFor (int width) const;

    std::function<void()> onDismiss;
    std::function<void()> onHeightChange;

    void paint (juce::Graphics&) override;
    void resized() override;

private:
    struct Words final : juce::Component
    {
        juce::AttributedString text;
        int heightFor (int width) const;
        void paint (juce::Graphics&) override;
    };

    void layOutWords();
    juce::AttributedString text() const;

    std::optional<ShownError> error;
    bool detailed = false;
    Words words;
    juce::Viewport viewport;
    juce::TextButton details { "Details" }, dismiss { "Close" };
};

} // namespace harp::gui
