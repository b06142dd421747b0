// SPDX-License-Identifier: GPL-3.0-or-later
#include "RegionRow.h"

#include "Palette.h"
#include "Text.h"

#include <map>

namespace harp::gui
{

namespace
{

// 1:02.500, as a transport shows it.
juce::String clock (double seconds)
{
    const auto minutes = static_cast<int> (seconds / 60.0);
    return juce::String (minutes) + ":" + juce::String (seconds - minutes * 60.0, 2).paddedLeft ('0', 5);
}

juce::String stageText (const std::string& stage)
{
    static const std::map<std::string, const char*> words {
        { "reading", "Reading the region" }, { "connecting", "Connecting" }, { "waking", "Waking the model" },
        { "uploading", "Uploading" }, { "queued", "Waiting in the queue" }, { "running", "Model is running" },
        { "downloading", "Downloading" }, { "checking", "Checking the result" }, { "failed", "Failed" },
        { "cancelled", "Cancelled" }, { "done", "Done" } };

    const auto found = words.find (stage);
    return found != words.end() ? found->second : "";
}

} // namespace

RegionRow::RegionRow (Sender& s) : sender (s)
{
    original.setConnectedEdges (juce::Button::ConnectedOnRight);
    processed.setConnectedEdges (juce::Button::ConnectedOnLeft);
    original.onClick = [this] { choose (false); };
    processed.onClick = [this] { choose (true); };
    cancel.onClick = [this] { sender.send ({ { "do", "cancel" }, { "job", region.job } }); };

    for (auto* button : { &original, &processed, &cancel })
        addChildComponent (button);
}

void RegionRow::choose (bool wantsTake)
{
    sender.send ({ { "do", "choose" }, { "region", region.id }, { "take", wantsTake ? region.takes.front() : std::string ("original") } });
}

void RegionRow::show (const ShownRegion& shown, const ViewState& state)
{
    region = shown;
    const auto* found = state.job (shown.job);
    job = found != nullptr ? std::optional (*found) : std::nullopt;

    const auto running = job && job->isOpen();
    const auto hasTake = ! region.takes.empty();
    cancel.setVisible (running);
    original.setVisible (hasTake && ! running);
    processed.setVisible (hasTake && ! running);
    original.setToggleState (region.sounds == "original", juce::dontSendNotification);
    processed.setToggleState (region.sounds == "take", juce::dontSendNotification);

    const auto name = state.takeNames.find (region.take);
    takeName = name != state.takeNames.end() ? utf8 (name->second) : juce::String();

    setTitle ("Region " + utf8 (region.name));
    setDescription ((region.selected ? "Selected. " : "") + progressText());
    repaint();
}

juce::String RegionRow::progressText() const
{
    if (job && job->stage == "failed")
        return job->error ? utf8 (job->error->sentence) : stageText (job->stage);

    if (job && job->isOpen())
    {
        auto text = stageText (job->stage);

        if (job->stage == "queued" && job->rank)
            text << ", place " << (*job->rank + 1);
        else if (job->fraction)
            text << " " << juce::roundToInt (*job->fraction * 100.0) << " %";

        if (! job->message.empty())
            text << " - " << utf8 (job->message);

        return text;
    }

    if (job && job->stage == "cancelled" && ! job->message.empty())
        return stageText (job->stage) + " - " + utf8 (job->message);

    if (! region.available)
        return "Audio file not available: bring it back online in the host";

    if (region.sounds == "take")
        return "Plays " + takeName;

    if (region.sounds == "mixed")
        return "Plays takes and the original in turn";

    return region.takes.empty() ? juce::String ("Untouched") : juce::String ("Plays the original");
}

void RegionRow::paint (juce::Graphics& g)
{
    auto area = getLocalBounds().reduced (0, 2);
    g.setColour (region.selected ? palette::accent.withAlpha (0.22f) : palette::panel);
    g.fillRoundedRectangle (area.toFloat(), 4.0f);

    if (region.selected)
    {
        g.setColour (palette::accent);
        g.fillRoundedRectangle (area.removeFromLeft (3).toFloat(), 1.5f);
    }

    if (job && job->isOpen())
    {
        auto bar = getLocalBounds().reduced (0, 2).removeFromBottom (3).toFloat();
        g.setColour (palette::outline);
        g.fillRect (bar);
        g.setColour (palette::accent);
        g.fillRect (bar.withWidth (bar.getWidth() * static_cast<float> (juce::jlimit (0.0, 1.0, job->fraction.value_or (0.0)))));
    }

    area = getLocalBounds().reduced (12, 4);
    constexpr int forButtons = 190;
    auto top = area.removeFromTop (area.getHeight() / 2).withTrimmedRight (forButtons);

    if (cancel.isVisible() || original.isVisible())
        area.removeFromRight (forButtons);

    g.setColour (palette::text);
    g.setFont (palette::bodyBold());
    g.drawText (region.name.empty() ? juce::String ("Region") : utf8 (region.name), top.removeFromLeft (top.getWidth() / 2), juce::Justification::centredLeft, true);
    g.setColour (palette::faint);
    g.setFont (palette::small());
    g.drawText (utf8 (region.track) + "   " + clock (region.start) + " - " + clock (region.start + region.duration), top, juce::Justification::centredLeft, true);
    g.setColour (job && job->stage == "failed" ? palette::bad : region.sounds == "take" ? palette::good : palette::faint);
    g.drawText (progressText(), area, juce::Justification::centredLeft, true);
}

void RegionRow::resized()
{
    auto area = getLocalBounds().reduced (8, 9).removeFromRight (180);
    cancel.setBounds (area.withTrimmedLeft (100));
    original.setBounds (area.removeFromLeft (84));
    processed.setBounds (area);
}

} // namespace harp::gui
