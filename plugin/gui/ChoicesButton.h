// SPDX-License-Identifier: GPL-3.0-or-later
// Several choices at once: a button that names what is chosen, and a menu in which each choice is ticked or not. [main]
#pragma once

#include <juce_gui_basics/juce_gui_basics.h>
#include <model/Endpoint.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <vector>

namespace harp::gui
{

class ChoicesButton final : public juce::TextButton
{
public:
    explicit ChoicesButton (std::vector<model::Choice>);

    // Shows these values, a JSON array.
    void setChosen (const nlohmann::json& values);

    // What the menu offers. Choosing an item turns it over and calls onChange with everything that is chosen then.
    juce::PopupMenu menu();

    std::function<void (const nlohmann::json& values)> onChange;

private:
    void turnOver (std::size_t choice);
    bool isChosen (std::size_t choice) const;

    const std::vector<model::Choice> choices;
    nlohmann::json chosen = nlohmann::json::array();
};

} // namespace harp::gui
