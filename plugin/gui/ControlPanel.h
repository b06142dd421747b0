// SPDX-License-Identifier: GPL-3.0-or-later
// The controls of the loaded model, one row each, in the model's order; scrolls when there are many. [main]
#pragma once

#include "ControlRow.h"
#include "ViewState.h"

#include <map>

namespace harp::gui
{

class ControlPanel final : public juce::Component
{
public:
    explicit ControlPanel (Sender&);

    void show (const ViewState&);

    // Sends what was typed and not sent yet. False when a value was refused.
    bool commit();
    void resized() override;

    int wantedHeight() const;

private:
    Sender& sender;
    juce::Viewport viewport;
    juce::Component content;
    std::vector<std::pair<std::string, std::unique_ptr<ControlRow>>> rows;
    std::string builtFrom;
};

} // namespace harp::gui
