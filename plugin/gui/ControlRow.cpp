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

} // namespace

ControlRow::ControlRow (const model::Input& i, Sender& s) : input (i), sender (s)
{
    label.setText (utf8 (input.label), juce::dontSendNotification);
    label.setFont (palette::body());
    addAndMakeVisible (label);

    info.setText (utf8 (input.info), juce::dontSendNotification);
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
    widget->setDescription (utf8 (input.info));
    addAndMakeVisible (*widget);
}

void ControlRow::send (const Json& value)
{
    if (sender.send ({ { "do", "set" }, { "control", input.id }, { "value", value } }))
        shown = value.dump();
    else if (! shown.empty())
        display (Json::parse (shown)); // refused: show again what holds
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
    display = [s = slider.get()] (const Json& value)
    {
        if (value.is_number() && ! s->isMouseButtonDown())
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
    const auto commit = [this, f = field.get()]
    {
        const auto value = Json::parse (f->getText().trim().toStdString(), nullptr, false);
        send (value.is_number() ? value : Json (f->getText().toStdString()));
    };
    field->onReturnKey = commit;
    field->onFocusLost = [this, commit, f = field.get()]
    {
        if (f->getText().trim().toStdString() != shown)
            commit();
    };
    display = [f = field.get()] (const Json& value)
    {
        if (! f->hasKeyboardFocus (true))
            f->setText (value.is_null() ? juce::String() : utf8 (value.dump()), false);
    };
    widget = std::move (field);
}

void ControlRow::makeText()
{
    auto field = makeField();

    if (input.secret)
        field->setPasswordCharacter (0x2022);

    field->onTextChange = [this, f = field.get()] { send (f->getText().toStdString()); };
    display = [f = field.get()] (const Json& value)
    {
        if (value.is_string() && ! f->hasKeyboardFocus (true))
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

    shown = json;
    display (Json::parse (json, nullptr, false));
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
