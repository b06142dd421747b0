// SPDX-License-Identifier: GPL-3.0-or-later
// Where the user looks into a list of models: its address, a search field, and the models that were found. [main]
#pragma once

#include "ModelRow.h"
#include "Sender.h"
#include "ViewState.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <memory>
#include <vector>

namespace harp::gui
{

class BrowserPanel final : public juce::Component
{
public:
    static constexpr int leastHeight = 160; // its fields, one model and the line below

    explicit BrowserPanel (Sender&);

    // Fetches the remembered list, unless one is there already, and takes the keyboard.
    void open (const ViewState&);
    void show (const ViewState&);

    std::function<void()> onClose;
    std::function<void (const std::string& address)> onChoose;

    void paint (juce::Graphics&) override;
    void resized() override;
    bool keyPressed (const juce::KeyPress&) override;

private:
    // Lets the panel take a key before the field does: true when it was taken.
    struct Field final : juce::TextEditor
    {
        std::function<bool (const juce::KeyPress&)> takesKey;
        bool keyPressed (const juce::KeyPress& key) override { return takesKey (key) || juce::TextEditor::keyPressed (key); }
    };

    void fetch();
    void fillRows();
    void reveal (const ModelRow&);
    void moveFocus (int steps);
    juce::AttributedString message() const;
    juce::String footer() const;

    Sender& sender;
    ShownBrowser shown;
    juce::Label caption;
    Field address, search;
    juce::TextButton fetchButton { "Show list" }, close { "Close" };
    juce::Viewport viewport;
    juce::Component content;
    std::vector<std::unique_ptr<ModelRow>> rows;
    std::vector<ShownModel> listed; // what the rows show
    juce::Rectangle<int> footerArea;
};

} // namespace harp::gui
