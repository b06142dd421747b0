// SPDX-License-Identifier: GPL-3.0-or-later
#include "ModelRow.h"

#include "Palette.h"
#include "Text.h"

namespace harp::gui
{

namespace
{

juce::String joined (const std::vector<std::string>& texts)
{
    juce::StringArray list;

    for (const auto& text : texts)
        list.add (utf8 (text));

    return list.joinIntoString (", ");
}

juce::String oneLine (const std::string& text)
{
    return utf8 (text).replaceCharacters ("\r\n\t", "   ").trim();
}

// audio to audio, labels
juce::String wayOf (const ShownModel& model)
{
    const auto outputs = model.outputs.empty() ? juce::String ("nothing") : joined (model.outputs);
    return model.inputs.empty() ? "makes " + outputs : joined (model.inputs) + " to " + outputs;
}

juce::String factsOf (const ShownModel& model)
{
    juce::StringArray facts { wayOf (model) };

    if (! model.licence.empty())
        facts.add (oneLine (model.licence));

    if (! model.tags.empty())
        facts.add (joined (model.tags));

    return facts.joinIntoString ("   |   ");
}

} // namespace

ModelRow::ModelRow() : juce::Button ({})
{
    setWantsKeyboardFocus (true);
    setMouseCursor (juce::MouseCursor::PointingHandCursor);
}

void ModelRow::show (const ShownModel& next)
{
    model = next;
    setTitle (oneLine (model.name));
    setButtonText (getTitle());
    setDescription (oneLine (model.description) + " (" + factsOf (model) + ") " + utf8 (model.address));
    setTooltip (utf8 (model.description));
    repaint();
}

void ModelRow::paintButton (juce::Graphics& g, bool highlighted, bool down)
{
    auto area = getLocalBounds().reduced (0, 2);
    g.setColour (down ? palette::outline : highlighted ? palette::raised : palette::panel);
    g.fillRoundedRectangle (area.toFloat(), 4.0f);

    if (hasKeyboardFocus (true))
    {
        g.setColour (palette::accent);
        g.drawRoundedRectangle (area.toFloat().reduced (0.75f), 4.0f, 1.5f);
    }

    area = area.reduced (12, 4);
    const auto line = area.getHeight() / 3;
    auto top = area.removeFromTop (line);
    g.setColour (palette::text);
    g.setFont (palette::bodyBold());
    g.drawText (getTitle(), top.removeFromLeft (top.getWidth() / 2), juce::Justification::centredLeft, true);
    g.setColour (palette::faint);
    g.setFont (palette::small());

    // Where a model is stands in every row: a name alone says nothing about whom one trusts.
    g.drawText (utf8 (model.address), top, juce::Justification::centredRight, true);

    g.drawText (factsOf (model), area.removeFromBottom (line), juce::Justification::centredLeft, true);
    const auto by = model.author.empty() ? juce::String() : "By " + oneLine (model.author) + ". ";
    g.setColour (palette::text);
    g.setFont (palette::body());
    g.drawText (by + oneLine (model.description), area, juce::Justification::centredLeft, true);
}

bool ModelRow::keyPressed (const juce::KeyPress& key)
{
    if (key != juce::KeyPress::upKey && key != juce::KeyPress::downKey)
        return juce::Button::keyPressed (key);

    if (onArrow)
        onArrow (key == juce::KeyPress::upKey ? -1 : 1);

    return true;
}

void ModelRow::focusGained (FocusChangeType)
{
    if (onFocus)
        onFocus();

    repaint();
}

} // namespace harp::gui
