// SPDX-License-Identifier: GPL-3.0-or-later
#include "ControlRow.h"

#include "ChoicesButton.h"
#include "Palette.h"
#include "Text.h"

#include <cmath>

namespace harp::gui
{

using Json = nlohmann::json;

namespace
{

// Whole numbers travel as integers: an endpoint may index with them.
Json numberJson (double value)
{
    if (std::abs (value) < 1.0e15 && value == std::floor (value))
        return static_cast<std::int64_t> (value);

    return value;
}

// What people typed, as the value that is sent: a text when it is no number, so that it is refused; nothing for an empty field.
Json numberTyped (const juce::String& typed)
{
    const auto text = typed.trim().toStdString();
    const auto value = text.empty() ? Json() : Json::parse (text, nullptr, false);
    return value.is_number() || value.is_null() ? value : Json (text);
}

juce::String rangeOf (const model::Input& input)
{
    const auto words = [] (double bound) { return juce::String (numberJson (bound).dump()); };
    juce::StringArray range;

    if (input.whole)
        range.add ("whole numbers");

    if (input.minimum && input.maximum)
        range.add (words (*input.minimum) + " to " + words (*input.maximum));
    else if (input.minimum)
        range.add ("at least " + words (*input.minimum));
    else if (input.maximum)
        range.add ("at most " + words (*input.maximum));

    return range.joinIntoString (", ");
}

// A slider cannot be moved out of its range. That of a number stands first, where a long help text cannot push it out of sight.
juce::String infoFor (const model::Input& input)
{
    juce::StringArray parts { input.kind == model::InputKind::number ? rangeOf (input) : juce::String(), utf8 (input.info) };
    parts.removeEmptyStrings();
    return parts.joinIntoString (" - ");
}

} // namespace

ControlRow::ControlRow (const model::Input& i, Sender& s) : input (i), sender (s)
{
    label.setText (utf8 (input.label), juce::dontSendNotification);
    label.setFont (palette::body());
    addAndMakeVisible (label);

    info.setText (infoFor (input), juce::dontSendNotification);
    info.setFont (palette::small());
    info.setColour (juce::Label::textColourId, palette::faint);
    info.setMinimumHorizontalScale (1.0f);
    addAndMakeVisible (info);

    switch (input.kind)
    {
        case model::InputKind::slider: makeSlider(); break;
        case model::InputKind::number: makeNumber(); break;
        case model::InputKind::text: makeText(); break;
        case model::InputKind::toggle: makeToggle(); break;
        case model::InputKind::choice: makeChoice(); break;
        case model::InputKind::choices: makeChoices(); break;
        case model::InputKind::audio:
        case model::InputKind::midi:
        case model::InputKind::file: return; // not a control
    }

    widget->setTitle (utf8 (input.label));
    widget->setDescription (info.getText());
    addAndMakeVisible (*widget);
}

bool ControlRow::send (const Json& value)
{
    const auto accepted = sender.send ({ { "do", "set" }, { "control", input.id }, { "value", value } });

    if (accepted)
        shown = value.dump();
    else if (! shown.empty())
        display (Json::parse (shown)); // refused: show again what holds

    return accepted;
}

void ControlRow::makeSlider()
{
    auto slider = std::make_unique<juce::Slider> (juce::Slider::LinearHorizontal, juce::Slider::TextBoxRight);
    const auto low = input.minimum.value_or (0.0), high = input.maximum.value_or (1.0);
    slider->setRange (low, high > low ? high : low + 1.0, input.step.value_or (0.0));
    slider->setTextBoxStyle (juce::Slider::TextBoxRight, false, 76, 24);

    if (const auto usual = Json::parse (input.defaultJson, nullptr, false); usual.is_number())
        slider->setDoubleClickReturnValue (true, usual.get<double>());

    slider->onValueChange = [this, s = slider.get()] { send (numberJson (s->getValue())); };
    isInUse = [s = slider.get()] { return s->isMouseButtonDown(); };
    display = [s = slider.get()] (const Json& value)
    {
        if (value.is_number())
            s->setValue (value.get<double>(), juce::dontSendNotification);
    };
    widget = std::move (slider);
}

std::unique_ptr<juce::TextEditor> ControlRow::makeField()
{
    auto field = std::make_unique<juce::TextEditor>();
    field->setFont (palette::body());
    field->setSelectAllWhenFocused (true);
    field->setJustification (juce::Justification::centredLeft);
    field->setIndents (5, 0); // JUCE's own put centred text below the middle
    return field;
}

void ControlRow::makeNumber()
{
    auto field = makeField();
    field->setInputRestrictions (32, "0123456789.-+eE");
    commitTyped = [this, f = field.get()]
    {
        const auto typed = numberTyped (f->getText());
        return typed == valueShown() || send (typed);
    };
    field->onReturnKey = [this, f = field.get()] { send (numberTyped (f->getText())); };
    field->onFocusLost = [this] { commit(); };
    isInUse = [this, f = field.get()] { return f->hasKeyboardFocus (true) && numberTyped (f->getText()) != valueShown(); };
    display = [f = field.get()] (const Json& value)
    {
        f->setText (value.is_null() ? juce::String() : utf8 (value.dump()), false);

        if (f->hasKeyboardFocus (true))
            f->selectAll(); // as when one comes to the field: what is typed next takes its place
    };
    widget = std::move (field);
}

void ControlRow::makeText()
{
    auto field = makeField();

    if (input.secret)
        field->setPasswordCharacter (0x2022);

    field->onTextChange = [this, f = field.get()] { send (f->getText().toStdString()); };
    isInUse = [f = field.get()] { return f->hasKeyboardFocus (true); };
    display = [f = field.get()] (const Json& value)
    {
        if (value.is_string())
            f->setText (utf8 (value.get<std::string>()), false);
    };
    widget = std::move (field);
}

void ControlRow::makeToggle()
{
    auto toggle = std::make_unique<juce::ToggleButton>();
    toggle->onClick = [this, t = toggle.get()] { send (t->getToggleState()); };
    display = [t = toggle.get()] (const Json& value) { t->setToggleState (value.is_boolean() && value.get<bool>(), juce::dontSendNotification); };
    widget = std::move (toggle);
}

void ControlRow::makeChoice()
{
    auto box = std::make_unique<juce::ComboBox>();
    box->setEditableText (input.custom);

    for (int i = 0; i < static_cast<int> (input.choices.size()); ++i)
        box->addItem (utf8 (input.choices[static_cast<size_t> (i)].label), i + 1);

    box->onChange = [this, b = box.get()]
    {
        if (const auto index = b->getSelectedItemIndex(); index >= 0)
            send (Json::parse (input.choices[static_cast<size_t> (index)].valueJson));
        else if (input.custom)
            send (b->getText().toStdString());
    };
    display = [this, b = box.get()] (const Json& value)
    {
        for (size_t i = 0; i < input.choices.size(); ++i)
            if (Json::parse (input.choices[i].valueJson) == value)
                return b->setSelectedItemIndex (static_cast<int> (i), juce::dontSendNotification);

        if (input.custom && value.is_string())
            b->setText (utf8 (value.get<std::string>()), juce::dontSendNotification);
    };
    widget = std::move (box);
}

void ControlRow::makeChoices()
{
    auto button = std::make_unique<ChoicesButton> (input.choices);
    button->onChange = [this] (const Json& values)
    {
        send (values);
        display (Json::parse (shown, nullptr, false)); // the new ones, or when they were refused those that hold
    };
    display = [b = button.get()] (const Json& values) { b->setChosen (values); };
    widget = std::move (button);
}

void ControlRow::setValue (const std::string& json)
{
    if (json == shown || ! display)
        return;

    const auto inUse = isInUse && isInUse();
    shown = json;

    if (! inUse)
        display (Json::parse (json, nullptr, false));
}

Json ControlRow::valueShown() const
{
    return shown.empty() ? Json() : Json::parse (shown, nullptr, false);
}

bool ControlRow::commit()
{
    return ! commitTyped || commitTyped();
}

void ControlRow::resized()
{
    auto area = getLocalBounds().reduced (0, 4);
    auto names = area.removeFromLeft (juce::jmax (150, getWidth() * 2 / 5));
    const auto hasInfo = info.getText().isNotEmpty();
    label.setBounds (hasInfo ? names.removeFromTop (names.getHeight() / 2) : names);
    info.setBounds (names);
    info.setVisible (hasInfo);

    if (widget != nullptr)
        widget->setBounds (area.withSizeKeepingCentre (area.getWidth(), 28));
}

} // namespace harp::gui
