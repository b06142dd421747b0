// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditorView.h"

#include "Text.h"

namespace harp::gui
{

namespace
{

constexpr int refreshRate = 15; // per second
constexpr int editorMargin = 12, gap = 10;

} // namespace

EditorView::EditorView (shell::CommandSurface* s)
    : surface (s), address (*this), browser (*this), controls (*this), regions (*this), actions (*this)
{
    setLookAndFeel (&look);

    if (surface == nullptr)
        return;

    for (juce::Component* part : std::initializer_list<juce::Component*> { &address, &card, &controls, &regions, &actions })
        addAndMakeVisible (part);

    addChildComponent (browser);
    addChildComponent (notice);
    addChildComponent (consent);
    address.onEscape = [this] { browse (false); };
    address.onModels = [this] { browse (! browser.isVisible()); };
    browser.onClose = [this] { browse (false); };
    browser.onChoose = [this] (const std::string& chosen)
    {
        browse (false);
        address.load (chosen);
    };
    notice.onDismiss = [this] { dismissProblem(); };
    notice.onHeightChange = [this] { resized(); };
    consent.onAllow = [this] { answerConsent (true); };
    consent.onRefuse = [this] { answerConsent (false); };

    refresh();
    startTimerHz (refreshRate);
}

EditorView::~EditorView()
{
    stopTimer();
    cancelPendingUpdate();
    setLookAndFeel (nullptr);
}

void EditorView::refresh()
{
    if (surface == nullptr)
        return;

    auto next = ViewState::fromJson (surface->state (state.revision));

    if (! next)
        return;

    if (next->phase != state.phase)
        loadErrorSeen = false;

    state = std::move (*next);

    // Another model than the one that was asked about: the question is void.
    if (consent.isVisible() && state.host != askedHost)
        consent.setVisible (false);

    address.show (state);
    browser.show (state);
    card.show (state);
    controls.show (state);
    regions.show (state);
    actions.show (state);
    showProblem();
    resized();
}

// Called by the parts of the editor from inside of their own callbacks: nothing that could rebuild them happens here.
bool EditorView::send (const nlohmann::json& command)
{
    const auto refusal = errorOfReply (surface->command (command.dump()));
    const auto& verb = command.at ("do");
    const auto control = command.value ("control", std::string());

    // A click that takes the keyboard from a field may do something else as well, which must not hide that the value was refused.
    if (refusal || refusedControl.empty() || control == refusedControl || verb == "process" || verb == "load")
    {
        refused = refusal;
        refusedControl = refusal ? control : std::string();
    }

    // Whoever processes with the model that is still there has left behind the one that would not load.
    if (! refusal && verb == "process")
        loadErrorSeen = true;

    showProblem();

    // The next one may fail before anybody sees that it was tried.
    if (! refusal && verb == "load")
        loadErrorSeen = false;

    triggerAsyncUpdate();
    return ! refusal.has_value();
}

void EditorView::process()
{
    if (! controls.commit())
        return;

    if (! send ({ { "do", "process" } }) && refused->code == "consent_required")
        askForConsent();
}

void EditorView::askForConsent()
{
    refused.reset();
    refresh(); // ask about the model that is loaded now
    askedHost = state.host;
    askedRegions = nlohmann::json::array();

    for (const auto& region : state.regions)
        if (region.selected)
            askedRegions.push_back (region.id);

    consent.ask (utf8 (askedHost), utf8 (state.description ? state.description->card.name : state.address));
    consent.setVisible (true);
    consent.toFront (false);
    showProblem();
}

void EditorView::answerConsent (bool allowed)
{
    consent.setVisible (false);

    if (allowed && send ({ { "do", "consent" }, { "host", askedHost }, { "allow", true } }))
        send ({ { "do", "process" }, { "regions", askedRegions } });
}

// The list takes the place of everything below the address; what is there goes on meanwhile.
void EditorView::browse (bool wanted)
{
    if (wanted == browser.isVisible())
        return;

    browser.setVisible (wanted);
    address.setBrowsing (wanted);

    for (juce::Component* part : std::initializer_list<juce::Component*> { &card, &controls, &regions, &actions })
        part->setVisible (! wanted);

    resized();

    if (wanted)
        browser.open (state);
    else
        address.focusModels();
}

// What the user just did comes first, then the model that would not load, then what happened to the document.
void EditorView::showProblem()
{
    std::optional<ShownError> shown = refused;

    if (! shown && state.phase == "failed" && ! loadErrorSeen)
        shown = state.loadError;

    if (const auto* failed = failedJob(); ! shown && failed != nullptr)
        shown = failed->error;

    if (! shown && ! state.notices.empty())
        shown = state.notices.front().error;

    notice.setVisible (shown.has_value());

    if (notice.show (shown))
        resized();
}

// The newest job that failed and was not dismissed yet.
const ShownJob* EditorView::failedJob() const
{
    const ShownJob* newest = nullptr;

    for (const auto& job : state.jobs)
        if (job.error && job.stage == "failed" && job.id > seenJob && (newest == nullptr || job.id > newest->id))
            newest = &job;

    return newest;
}

void EditorView::dismissProblem()
{
    if (refused)
    {
        refused.reset();
        refusedControl.clear();
    }
    else if (state.phase == "failed" && ! loadErrorSeen)
        loadErrorSeen = true;
    else if (const auto* failed = failedJob(); failed != nullptr)
        seenJob = failed->id;
    else if (! state.notices.empty())
        surface->command (nlohmann::json ({ { "do", "dismiss" }, { "notice", state.notices.front().id } }).dump());

    refresh();
    showProblem();
}

bool EditorView::keyPressed (const juce::KeyPress& key)
{
    const auto closes = key == juce::KeyPress::escapeKey && browser.isVisible();

    if (closes)
        browse (false);

    return closes;
}

void EditorView::paint (juce::Graphics& g)
{
    g.fillAll (palette::background);

    if (surface != nullptr)
        return;

    g.setColour (palette::text);
    g.setFont (palette::body());
    g.drawFittedText ("HARP works on the regions of your arrangement, and this copy is loaded as an ordinary effect: it passes the audio through.\n\n"
                      "Open it as an ARA plug-in instead: in REAPER as a take effect, in Cubase or Studio One from the list of audio extensions of an event.",
                      getLocalBounds().reduced (40), juce::Justification::centred, 8);
}

void EditorView::resized()
{
    auto area = getLocalBounds().reduced (editorMargin);
    consent.setBounds (getLocalBounds());

    address.setBounds (area.removeFromTop (30));
    area.removeFromTop (gap);

    // What acts has its room whatever is told: neither a long message nor a long card takes it.
    auto list = area;
    actions.setBounds (area.removeFromBottom (34));
    area.removeFromBottom (gap);

    if (notice.isVisible())
    {
        const auto most = browser.isVisible() ? list.getHeight() - BrowserPanel::leastHeight - gap : area.getHeight() / 2;
        const auto height = juce::jmin (notice.heightFor (area.getWidth()), juce::jmax (NoticeBar::leastHeight, most));
        notice.setBounds (area.removeFromTop (height));
        area.removeFromTop (gap);
        list.removeFromTop (height + gap);
    }

    browser.setBounds (list);

    // Regions never get less than two rows where there is room at all, then comes a control; the card's text gives way to both.
    const auto forRegions = 2 * RegionRow::height + gap;
    const auto forOneControl = controls.wantedHeight() > 0 ? ControlRow::height + gap : 0;
    const auto cardLeft = juce::jmax (CardView::leastHeight, area.getHeight() - forRegions - forOneControl - gap);
    card.setBounds (area.removeFromTop (juce::jmin (card.heightFor (area.getWidth()), 150, cardLeft)));
    area.removeFromTop (gap);

    const auto left = area.getHeight() - forRegions;
    const auto forControls = left < ControlRow::height ? 0 : juce::jmin (left, controls.wantedHeight());
    controls.setBounds (area.removeFromTop (forControls));
    area.removeFromTop (forControls > 0 ? gap : 0);
    regions.setBounds (area);
}

} // namespace harp::gui
