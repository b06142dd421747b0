// SPDX-License-Identifier: GPL-3.0-or-later
#include "ChoicesButton.h"

#include "Text.h"

#include <algorithm>

namespace harp::gui
{

using Json = nlohmann::json;

ChoicesButton::ChoicesButton (std::vector<model::Choice> c) : choices (std::move (c))
{
    onClick = [this] { menu().showMenuAsync (juce::PopupMenu::Options().withTargetComponent (this)); };
    setChosen (chosen);
}

void ChoicesButton::setChosen (const Json& values)
{
    chosen = values;
    juce::StringArray names;

    for (std::size_t i = 0; i < choices.size(); ++i)
        if (isChosen (i))
            names.add (utf8 (choices[i].label));

    setButtonText (names.isEmpty() ? juce::String ("none") : names.joinIntoString (", "));
}

juce::PopupMenu ChoicesButton::menu()
{
    juce::PopupMenu menu;

    for (std::size_t i = 0; i < choices.size(); ++i)
        menu.addItem (utf8 (choices[i].label), true, isChosen (i), [self = SafePointer<ChoicesButton> (this), i]
        {
            if (self != nullptr)
                self->turnOver (i);
        });

    return menu;
}

void ChoicesButton::turnOver (std::size_t turned)
{
    auto values = Json::array();

    for (std::size_t i = 0; i < choices.size(); ++i)
        if (isChosen (i) != (i == turned))
            values.push_back (Json::parse (choices[i].valueJson, nullptr, false));

    if (onChange)
        onChange (values);
}

bool ChoicesButton::isChosen (std::size_t choice) const
{
    return chosen.is_array() && std::find (chosen.begin(), chosen.end(), Json::parse (choices[choice].valueJson, nullptr, false)) != chosen.end();
}

} // namespace harp::gui
