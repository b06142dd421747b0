// SPDX-License-Identifier: GPL-3.0-or-later
// One region: name, place, what sounds, the progress of its job, and the switch between original and processed. [main]
#pragma once

#include "Sender.h"
#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

namespace harp::gui
{

class RegionRow final : public juce::Component
{
public:
    static constexpr int height = 46;

    explicit RegionRow (Sender&);

    void show (const ShownRegion&, const ViewState&);
    void paint (juce::Graphics&) override;
    void resized() override;

private:
    void choose (bool processed);
    juce::String progressText() const;

    Sender& sender;
    ShownRegion region;
    std::optional<ShownJob> job;
    juce::String takeName;
    juce::TextButton original { "Original" }, processed { "Processed" }, cancel { "Cancel" };
};

} // namespace harp::gui
