// SPDX-License-Identifier: GPL-3.0-or-later
#include "CardView.h"

#include "Palette.h"
#include "Text.h"

namespace harp::gui
{

namespace
{

constexpr int cardMargin = 12, titleHeight = 26, lineHeight = 20;

// As many whole lines as there is room for: half a line, or one across the line below, reads worse than none.
void drawWholeLines (juce::Graphics& g, const juce::AttributedString& text, juce::Rectangle<float> area)
{
    juce::TextLayout layout;
    layout.createLayout (text, area.getWidth());
    auto height = 0.0f;

    for (int i = 0; i < layout.getNumLines(); ++i)
        if (const auto end = layout.getLine (i).getLineBoundsY().getEnd(); end <= area.getHeight() + 0.5f)
            height = end;

    const juce::Graphics::ScopedSaveState before (g);
    g.reduceClipRegion (area.withHeight (height).getSmallestIntegerContainer());
    layout.draw (g, area);
}

} // namespace

CardView::CardView()
{
    setTitle ("Model card");
}

void CardView::show (const ViewState& state)
{
    empty = ! state.description.has_value();

    if (empty)
    {
        description = state.phase != "loading"    ? juce::String ("No model is loaded. Type an address above and press Load.")
                      : state.loadMessage.empty() ? juce::String ("Asking the model what it can do...")
                                                  : utf8 (state.loadMessage);
    }
    else
    {
        const auto& card = state.description->card;
        name = utf8 (card.name);
        author = card.author.empty() ? juce::String() : "by " + utf8 (card.author);
        description = utf8 (card.description);
        juce::StringArray list;

        for (const auto& tag : card.tags)
            list.add (utf8 (tag));

        tags = state.phase == "loading" && ! state.loadMessage.empty() ? utf8 (state.loadMessage) : list.joinIntoString (", ");
        remote = ! state.local;
        place = remote ? "Runs on " + utf8 (state.host) : juce::String ("Runs on this computer");
    }

    setDescription (name + " " + author + ". " + description);
    repaint();
}

juce::AttributedString CardView::describe() const
{
    juce::AttributedString text;
    text.append (description, palette::body(), empty ? palette::faint : palette::text);
    text.setWordWrap (juce::AttributedString::byWord);
    return text;
}

int CardView::heightFor (int width) const
{
    juce::TextLayout layout;
    layout.createLayout (describe(), static_cast<float> (width - 2 * cardMargin));
    const auto body = juce::roundToInt (layout.getHeight());
    return body + 2 * cardMargin + (empty ? 0 : titleHeight + 4 + lineHeight);
}

void CardView::paint (juce::Graphics& g)
{
    g.setColour (palette::panel);
    g.fillRoundedRectangle (getLocalBounds().toFloat(), 6.0f);

    auto area = getLocalBounds().reduced (cardMargin);

    if (! empty)
    {
        auto top = area.removeFromTop (titleHeight);
        g.setFont (palette::small());
        g.setColour (remote ? palette::warning : palette::good);
        g.drawText (place, top.removeFromRight (220), juce::Justification::centredRight, true);
        g.setColour (palette::text);
        g.setFont (palette::title());
        g.drawText (name, top, juce::Justification::centredLeft, true);

        // Where there is little room, what the model does tells more than its tags.
        if (area.getHeight() >= lineHeight + juce::roundToInt (palette::body().getHeight()))
        {
            const auto bottom = area.removeFromBottom (lineHeight);
            g.setFont (palette::small());
            g.setColour (palette::faint);
            g.drawText (author + (author.isNotEmpty() && tags.isNotEmpty() ? "   |   " : "") + tags, bottom, juce::Justification::bottomLeft, true);
        }
    }

    drawWholeLines (g, describe(), area.toFloat());
}

} // namespace harp::gui
