// SPDX-License-Identifier: GPL-3.0-or-later
#include "NoticeBar.h"

#include "Palette.h"
#include "Text.h"

#include <cmath>

namespace harp::gui
{

namespace
{

constexpr int noticeMargin = 10, buttonColumn = 84;

} // namespace

NoticeBar::NoticeBar()
{
    details.setClickingTogglesState (true);
    details.onClick = [this]
    {
        detailed = details.getToggleState();
        layOutWords();

        if (onHeightChange)
            onHeightChange();
    };
    dismiss.onClick = [this]
    {
        if (onDismiss)
            onDismiss();
    };
    viewport.setViewedComponent (&words, false);
    viewport.setScrollBarsShown (true, false);
    addAndMakeVisible (viewport);
    addAndMakeVisible (details);
    addAndMakeVisible (dismiss);
}

bool NoticeBar::show (const std::optional<ShownError>& e)
{
    const auto changed = e.has_value() != error.has_value()
                         || (e && (e->code != error->code || e->detail != error->detail || e->message != error->message));

    if (! changed)
        return false;

    error = e;
    detailed = false;
    details.setToggleState (false, juce::dontSendNotification);
    details.setVisible (e && ! (e->detail.empty() && e->message.empty()));

    if (e)
    {
        setTitle (utf8 (e->sentence));
        setDescription (utf8 (e->next));
    }

    viewport.setViewPosition (0, 0);
    layOutWords();
    return true;
}

juce::AttributedString NoticeBar::text() const
{
    juce::AttributedString result;
    result.setWordWrap (juce::AttributedString::byWord);

    if (! error)
        return result;

    result.append (utf8 (error->sentence), palette::bodyBold(), palette::text);

    if (! error->message.empty())
        result.append ("\nThe model says: " + utf8 (error->message), palette::body(), palette::text);

    result.append ("\n" + utf8 (error->next), palette::body(), palette::text);

    if (detailed && ! error->detail.empty())
        result.append ("\n\n" + utf8 (error->code) + ": " + utf8 (error->detail), palette::small(), palette::faint);

    return result;
}

int NoticeBar::heightFor (int width) const
{
    return juce::jlimit (leastHeight, 240, words.heightFor (width - buttonColumn - 3 * noticeMargin) + 2 * noticeMargin);
}

int NoticeBar::Words::heightFor (int width) const
{
    juce::TextLayout layout;
    layout.createLayout (text, static_cast<float> (width));
    return static_cast<int> (std::ceil (layout.getHeight()));
}

void NoticeBar::Words::paint (juce::Graphics& g)
{
    text.draw (g, getLocalBounds().toFloat());
}

void NoticeBar::layOutWords()
{
    words.text = text();
    const auto scrolls = words.heightFor (viewport.getWidth()) > viewport.getHeight();
    const auto width = viewport.getWidth() - (scrolls ? viewport.getScrollBarThickness() : 0);
    viewport.setWantsKeyboardFocus (scrolls); // the arrow keys scroll
    words.setSize (width, words.heightFor (width));
    words.repaint();
}

void NoticeBar::paint (juce::Graphics& g)
{
    g.setColour (palette::bad.withAlpha (0.18f));
    g.fillRoundedRectangle (getLocalBounds().toFloat(), 6.0f);
    g.setColour (palette::bad);
    g.drawRoundedRectangle (getLocalBounds().toFloat().reduced (0.5f), 6.0f, 1.0f);
}

void NoticeBar::resized()
{
    auto area = getLocalBounds().reduced (noticeMargin);
    auto column = area.removeFromRight (buttonColumn);
    viewport.setBounds (area.withTrimmedRight (noticeMargin));
    layOutWords();
    dismiss.setBounds (column.removeFromTop (22));
    column.removeFromTop (4);
    details.setBounds (column.removeFromTop (22));
}

} // namespace harp::gui
