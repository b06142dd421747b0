// SPDX-License-Identifier: GPL-3.0-or-later
#include "RegionList.h"

#include "Palette.h"

#include <algorithm>

namespace harp::gui
{

RegionList::RegionList (Sender& s) : sender (s)
{
    setTitle ("Regions");
    viewport.setViewedComponent (&content, false);
    viewport.setScrollBarsShown (true, false);
    addAndMakeVisible (viewport);
}

void RegionList::show (const ViewState& state)
{
    auto regions = state.regions;
    std::stable_sort (regions.begin(), regions.end(), [] (const auto& a, const auto& b)
    {
        return std::make_tuple (! a.selected, a.start) < std::make_tuple (! b.selected, b.start);
    });

    const auto countChanged = rows.size() != regions.size();

    while (rows.size() > regions.size())
        rows.pop_back();

    while (rows.size() < regions.size())
        content.addAndMakeVisible (*rows.emplace_back (std::make_unique<RegionRow> (sender)));

    for (size_t i = 0; i < regions.size(); ++i)
        rows[i]->show (regions[i], state);

    if (countChanged)
    {
        resized();
        repaint();
    }
}

void RegionList::paint (juce::Graphics& g)
{
    if (! rows.empty())
        return;

    g.setColour (palette::faint);
    g.setFont (palette::body());
    g.drawFittedText ("No regions yet. Put audio on a track that HARP is active on, and select what you want to process.",
                      getLocalBounds().reduced (20), juce::Justification::centred, 3);
}

void RegionList::resized()
{
    viewport.setBounds (getLocalBounds());
    const auto wanted = static_cast<int> (rows.size()) * RegionRow::height;
    content.setSize (getWidth() - (wanted > getHeight() ? viewport.getScrollBarThickness() : 0), wanted);
    auto area = content.getLocalBounds();

    for (auto& row : rows)
        row->setBounds (area.removeFromTop (RegionRow::height));
}

} // namespace harp::gui
