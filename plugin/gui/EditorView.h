// SPDX-License-Identifier: GPL-3.0-or-later
// The whole content of the editor: a client of the command surface like any other. [main]
//
// It asks for the state a few times a second and shows it; nothing that happens in the document depends on it, and closing
// it ends nothing.
#pragma once

#include "ActionBar.h"
#include "AddressBar.h"
#include "BrowserPanel.h"
#include "CardView.h"
#include "ConsentPanel.h"
#include "ControlPanel.h"
#include "NoticeBar.h"
#include "Palette.h"
#include "RegionList.h"

#include <shell/commands/CommandSurface.h>

namespace harp::gui
{

class EditorView final : public juce::Component,
                         private juce::Timer,
                         private juce::AsyncUpdater,
                         private Sender
{
public:
    // nullptr: the instance is bound to no ARA document and says how to change that. The surface outlives the view.
    explicit EditorView (shell::CommandSurface*);
    ~EditorView() override;

    // Fetches the state now instead of at the next tick.
    void refresh();

    void paint (juce::Graphics&) override;
    void resized() override;
    bool keyPressed (const juce::KeyPress&) override;

private:
    bool send (const nlohmann::json& command) override;
    void process() override;
    void timerCallback() override { refresh(); }
    void handleAsyncUpdate() override { refresh(); }
    void askForConsent();
    void showProblem();
    void dismissProblem();
    const ShownJob* failedJob() const;
    void answerConsent (bool allowed);
    void browse (bool wanted);

    palette::LookAndFeel look; // before the widgets that use it
    shell::CommandSurface* surface;
    ViewState state;
    std::optional<ShownError> refused; // the last command that was not carried out
    std::string refusedControl;        // the one that it was to set; empty when it was something else
    bool loadErrorSeen = false;

    // What the consent panel asks about: the answer counts for exactly this, whatever has been loaded meanwhile.
    std::string askedHost;
    nlohmann::json askedRegions;

    std::uint64_t seenJob = 0; // failures up to this job were dismissed

    AddressBar address;
    BrowserPanel browser;
    CardView card;
    ControlPanel controls;
    RegionList regions;
    ActionBar actions;
    NoticeBar notice;
    ConsentPanel consent;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR (EditorView)
};

} // namespace harp::gui
