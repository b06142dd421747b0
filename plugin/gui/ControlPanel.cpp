// SPDX-License-Identifier: GPL-3.0-or-later
#include "ControlPanel.h"

#include <algorithm>

namespace harp::gui
{

ControlPanel::ControlPanel (Sender& s) : sender (s)
{
    setTitle ("Controls of the model");
    viewport.setViewedComponent (&content, false);
    viewport.setScrollBarsShown (true, false);
    addAndMakeVisible (viewport);
}

void ControlPanel::show (const ViewState& state)
{
    const auto description = state.description ? state.description->json : std::string();

    if (description != builtFrom)
    {
        builtFrom = description;
        rows.clear();

        if (state.description)
            for (const auto& input : state.description->inputs)
                if (state.description->isSetByUser (input))
                    content.addAndMakeVisible (*rows.emplace_back (input.id, std::make_unique<ControlRow> (input, sender)).second);

        resized();
    }

    for (auto& [id, row] : rows)
        if (const auto value = state.values.find (id); value != state.values.end())
            row->setValue (value->second);
}

bool ControlPanel::commit()
{
    return std::ranges::all_of (rows, [] (auto& row) { return row.second->commit(); });
}

int ControlPanel::wantedHeight() const
{
    return static_cast<int> (rows.size()) * ControlRow::height;
}

void ControlPanel::resized()
{
    viewport.setBounds (getLocalBounds());
    const auto needsBar = wantedHeight() > getHeight();
    content.setSize (getWidth() - (needsBar ? viewport.getScrollBarThickness() : 0), wantedHeight());

    auto area = content.getLocalBounds();

    for (auto& row : rows)
        row.second->setBounds (area.removeFromTop (ControlRow::height));
}

} // namespace harp::gui
