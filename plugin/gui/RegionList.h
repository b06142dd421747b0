// SPDX-License-Identifier: GPL-3.0-or-later
// The regions of the document in song order, those selected in the host first; what is selected is what Process takes. [main]
#pragma once

#include "RegionRow.h"

#include <memory>
#include <vector>

namespace harp::gui
{

class RegionList final : public juce::Component
{
public:
    explicit RegionList (Sender&);

    void show (const ViewState&);
    void paint (juce::Graphics&) override;
    void resized() override;

private:
    Sender& sender;
    juce::Viewport viewport;
    juce::Component content;
    std::vector<std::unique_ptr<RegionRow>> rows;
};

} // namespace harp::gui
