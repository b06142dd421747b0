// SPDX-License-Identifier: GPL-3.0-or-later
// One control of the model, made from its description: label, help text and the widget of its kind. [main]
#pragma once

#include "Sender.h"

#include <juce_gui_basics/juce_gui_basics.h>
#include <model/Endpoint.h>

#include <functional>
#include <memory>

namespace harp::gui
{

class ControlRow final : public juce::Component
{
public:
    static constexpr int height = 52;

    ControlRow (const model::Input&, Sender&);

    // Shows the value that the document holds, unless the user is just changing it.
    void setValue (const std::string& json);

    // Sends what was typed and not sent yet. False when it was refused; the value that holds is shown again then.
    bool commit();
    void resized() override;

private:
    void makeSlider();
    void makeNumber();
    void makeText();
    void makeToggle();
    void makeChoice();
    void makeChoices();
    bool send (const nlohmann::json& value);
    nlohmann::json valueShown() const;
    std::unique_ptr<juce::TextEditor> makeField();

    const model::Input input;
    Sender& sender;
    juce::Label label, info;
    std::unique_ptr<juce::Component> widget;
    std::function<void (const nlohmann::json&)> display;
    std::function<bool()> isInUse;     // the user is just changing the value; not set: never
    std::function<bool()> commitTyped; // of widgets that do not send each change at once
    std::string shown;
};

} // namespace harp::gui
