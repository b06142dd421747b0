// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrowserPanel.h"

#include "Palette.h"
#include "Text.h"

#include <algorithm>

namespace harp::gui
{

namespace
{

constexpr int browserGap = 8, browserLine = 30, footerHeight = 20, messageMargin = 20;

void dress (juce::TextEditor& field, const juce::String& title, const juce::String& whenEmpty)
{
    field.setFont (palette::body());
    field.setJustification (juce::Justification::centredLeft);
    field.setIndents (8, 0);
    field.setTitle (title);
    field.setTextToShowWhenEmpty (whenEmpty, palette::faint);
}

} // namespace

BrowserPanel::BrowserPanel (Sender& s) : sender (s)
{
    setTitle ("Models");

    caption.setText ("List", juce::dontSendNotification);
    caption.setFont (palette::bodyBold());
    dress (address, "Address of a list of models", "https:// address of a models.json");
    dress (search, "Search the list", "Search: voice, separation, a name...");

    address.onReturnKey = [this] { fetch(); };
    search.onTextChange = [this] { sender.send ({ { "do", "find" }, { "words", search.getText().toStdString() } }); };
    search.onReturnKey = [this] { moveFocus (1); };
    address.takesKey = [this] (const juce::KeyPress& key) { return keyPressed (key); };
    search.takesKey = [this] (const juce::KeyPress& key)
    {
        if (key != juce::KeyPress::downKey)
            return keyPressed (key);

        moveFocus (1);
        return true;
    };
    fetchButton.onClick = [this] { fetch(); };
    close.onClick = [this] { onClose(); };

    viewport.setViewedComponent (&content, false);
    viewport.setScrollBarsShown (true, false);
    viewport.setWantsKeyboardFocus (false); // its rows do

    for (juce::Component* part : std::initializer_list<juce::Component*> { &caption, &address, &fetchButton, &close, &search, &viewport })
        addAndMakeVisible (part);
}

void BrowserPanel::open (const ViewState& state)
{
    // Opening is the user's wish to see the list; one that is there already is not fetched again.
    if (! state.browser.address.empty() && state.browser.phase == "idle")
        sender.send ({ { "do", "browse" } });

    show (state);
    (state.browser.address.empty() ? address : search).grabKeyboardFocus();
}

void BrowserPanel::show (const ViewState& state)
{
    // What the user is typing wins over what holds.
    if (state.browser.address != shown.address && ! address.hasKeyboardFocus (true))
        address.setText (utf8 (state.browser.address), false);

    if (state.browser.words != search.getText().toStdString() && ! search.hasKeyboardFocus (true))
        search.setText (utf8 (state.browser.words), false);

    shown = state.browser;
    fetchButton.setButtonText (shown.phase == "loading" ? "Fetching..." : "Show list");
    fillRows();

    // With a message in the place of the rows, the message is what is said.
    setDescription (message().getText());
    resized();
    repaint();
}

void BrowserPanel::fillRows()
{
    const auto visible = message().getText().isEmpty();
    viewport.setVisible (visible);
    search.setVisible (shown.count > 0 && shown.phase == "ready");
    const auto next = visible ? shown.models : std::vector<ShownModel>();

    if (next == listed)
        return;

    listed = next;

    while (rows.size() > listed.size())
        rows.pop_back();

    while (rows.size() < listed.size())
    {
        auto& row = *rows.emplace_back (std::make_unique<ModelRow>());
        row.onClick = [this, &row] { onChoose (std::string (row.address())); };
        row.onFocus = [this, &row] { reveal (row); };
        row.onArrow = [this] (int steps) { moveFocus (steps); };
        content.addAndMakeVisible (row);
    }

    for (std::size_t i = 0; i < listed.size(); ++i)
        rows[i]->show (listed[i]);

    viewport.setViewPosition (0, 0);
}

void BrowserPanel::fetch()
{
    sender.send ({ { "do", "browse" }, { "address", address.getText().trim().toStdString() } });
}

void BrowserPanel::reveal (const ModelRow& row)
{
    const auto top = row.getY(), bottom = row.getBottom();

    if (top < viewport.getViewPositionY())
        viewport.setViewPosition (0, top);
    else if (bottom > viewport.getViewPositionY() + viewport.getViewHeight())
        viewport.setViewPosition (0, bottom - viewport.getViewHeight());
}

// From field to rows and from row to row; up from the first row is the search field again.
void BrowserPanel::moveFocus (int steps)
{
    const auto current = std::find_if (rows.begin(), rows.end(), [] (const auto& row) { return row->hasKeyboardFocus (false); });
    const auto next = (current == rows.end() ? -1 : static_cast<int> (current - rows.begin())) + steps;

    if (next < 0)
        search.grabKeyboardFocus();
    else if (next < static_cast<int> (rows.size()))
        rows[static_cast<std::size_t> (next)]->grabKeyboardFocus();
}

bool BrowserPanel::keyPressed (const juce::KeyPress& key)
{
    if (key != juce::KeyPress::escapeKey)
        return false;

    onClose();
    return true;
}

// What stands in the place of the rows: what a list is, that it is on its way, why there is none, or that nothing was found.
juce::AttributedString BrowserPanel::message() const
{
    juce::AttributedString text;
    text.setWordWrap (juce::AttributedString::byWord);
    text.setJustification (juce::Justification::centred);
    const auto add = [&text] (const juce::String& words, bool strong) { text.append (words, strong ? palette::bodyBold() : palette::body(), strong ? palette::text : palette::faint); };

    if (shown.phase == "loading")
    {
        add ("Fetching the list...", true);
        add ("\n" + utf8 (shown.address), false);
    }
    else if (shown.phase == "failed" && shown.error)
    {
        add (utf8 (shown.error->sentence), true);
        add ("\n" + utf8 (shown.error->next), false);

        if (! shown.error->detail.empty())
            add ("\n\n" + utf8 (shown.error->detail), false);
    }
    else if (shown.phase != "ready")
    {
        add ("Labs and communities publish lists of their models.", true);
        add ("\nSuch a list is a file on the web that is usually called models.json. Ask the people whose models you like for its address, "
             "type it above and press Show list; HARP remembers it. Nothing is fetched before you do.\n\n"
             "You need no list: the address of a model, typed above and loaded, is enough.",
             false);
    }
    else if (shown.count == 0)
    {
        add ("This list is empty.", true);
        add ("\nTry again later, or type the address of another list.", false);
    }
    else if (shown.found == 0)
    {
        add ("No model of this list has all of these words.", true);
        add ("\nTry fewer words, or shorter ones.", false);
    }

    return text;
}

juce::String BrowserPanel::footer() const
{
    if (shown.phase != "ready")
        return {};

    juce::StringArray facts;

    if (! shown.name.empty())
        facts.add (utf8 (shown.name) + (shown.updated.empty() ? juce::String() : " (" + utf8 (shown.updated) + ")"));

    const auto number = juce::String (static_cast<juce::int64> (shown.count)) + (shown.count == 1 ? " model" : " models");
    facts.add (shown.found == shown.count ? number : juce::String (static_cast<juce::int64> (shown.found)) + " of " + number);

    if (shown.found > shown.models.size())
        facts.add ("the first " + juce::String (static_cast<int> (shown.models.size())) + " are shown: search to see fewer");

    if (! shown.notes.empty())
        facts.add (utf8 (shown.notes.front()) + (shown.notes.size() > 1 ? juce::String (" And more.") : juce::String()));

    return facts.joinIntoString ("   |   ");
}

void BrowserPanel::paint (juce::Graphics& g)
{
    if (const auto text = message(); text.getText().isNotEmpty())
        text.draw (g, viewport.getBounds().reduced (messageMargin).toFloat());

    g.setColour (palette::faint);
    g.setFont (palette::small());
    g.drawText (footer(), footerArea, juce::Justification::centredLeft, true);
}

void BrowserPanel::resized()
{
    auto area = getLocalBounds();
    auto top = area.removeFromTop (browserLine);
    caption.setBounds (top.removeFromLeft (56));
    close.setBounds (top.removeFromRight (76));
    top.removeFromRight (browserGap);
    fetchButton.setBounds (top.removeFromRight (100));
    top.removeFromRight (browserGap);
    address.setBounds (top);
    area.removeFromTop (browserGap);

    if (search.isVisible())
    {
        search.setBounds (area.removeFromTop (browserLine));
        area.removeFromTop (browserGap);
    }

    footerArea = area.removeFromBottom (footerHeight);
    viewport.setBounds (area);

    const auto wanted = static_cast<int> (rows.size()) * ModelRow::height;
    content.setSize (area.getWidth() - (wanted > area.getHeight() ? viewport.getScrollBarThickness() : 0), wanted);
    auto place = content.getLocalBounds();

    for (auto& row : rows)
        row->setBounds (place.removeFromTop (ModelRow::height));
}

} // namespace harp::gui
