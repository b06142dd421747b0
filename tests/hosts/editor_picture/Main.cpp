// SPDX-License-Identifier: GPL-3.0-or-later
// harp_editor_picture SCRIPT.json: carries out the steps of a script on the editor and prints what came of them as JSON.
//
// {"width":720,"height":560,"bound":true,"steps":[
//   {"state":{...}}                      show this state document
//   {"refuse":"process","error":{...}}   the next such command is refused
//   {"click":"Process"}                  press the visible button with this text or title
//   {"type":"title of a text field","text":"..."}   type and press return
//   {"focus":"title"}                    give this component the keyboard
//   {"write":"title of a text field","text":"..."}  type, and press nothing yet
//   {"slide":"title of a slider","to":3.5}
//   {"choose":"title of a choice","item":"Hann"}
//   {"tick":"title of a button with several choices","item":"Drums"}   choose an item of its menu
//   {"key":"escape","in":"title"}        press a key while this component has the keyboard
//   {"picture":"/path/to/editor.png"} ]}
//
// Output: {"commands":[...],"components":[{"type","title","text","enabled","bounds":[x,y,w,h],"scrolls"}, ...],"tabs":[...]} of what is
// visible at the end; "scrolls" says that it is reached by scrolling; "tabs" are the titles of what the tab key visits, in its order.
#include "HeadlessWindow.h"
#include "ScriptedSurface.h"

#include <gui/ChoicesButton.h>
#include <gui/EditorView.h>
#include <juce_gui_extra/juce_gui_extra.h>

#include <fstream>
#include <iostream>

namespace
{

using Json = nlohmann::json;

juce::String utf8 (const std::string& s) { return juce::String::fromUTF8 (s.c_str()); }

bool isShown (const juce::Component& component)
{
    for (const auto* c = &component; c->getParentComponent() != nullptr; c = c->getParentComponent())
        if (! c->isVisible())
            return false;

    return true;
}

void collect (juce::Component& component, std::vector<juce::Component*>& found)
{
    for (auto* child : component.getChildren())
    {
        if (isShown (*child))
            found.push_back (child);

        collect (*child, found);
    }
}

// The visible component of a type that has this text or title; ends the program when there is none.
template <typename Type>
Type& find (juce::Component& root, const std::string& name)
{
    std::vector<juce::Component*> all;
    collect (root, all);

    for (auto* component : all)
        if (auto* match = dynamic_cast<Type*> (component))
            if (match->getTitle() == utf8 (name) || match->getName() == utf8 (name))
                return *match;

    std::cerr << "nothing visible is called '" << name << "'\n";
    std::exit (2);
}

void savePicture (juce::Component& editor, const std::string& path)
{
    const auto image = editor.createComponentSnapshot (editor.getLocalBounds(), true, 1.0f);
    const juce::File file (utf8 (path));
    file.deleteFile();
    juce::FileOutputStream stream (file);
    juce::PNGImageFormat().writeImageToStream (image, stream);
}

std::vector<juce::PopupMenu::Item> itemsOf (const juce::PopupMenu& menu)
{
    std::vector<juce::PopupMenu::Item> items;

    for (juce::PopupMenu::MenuItemIterator i (menu); i.next();)
        items.push_back (i.getItem());

    return items;
}

// As JUCE does when an item of the menu is chosen.
void tick (harp::gui::ChoicesButton& button, const juce::String& name)
{
    for (const auto& item : itemsOf (button.menu()))
        if (item.text == name && item.isEnabled)
            return item.action();

    std::cerr << "the menu has no item '" << name << "'\n";
    std::exit (2);
}

// As JUCE does with a key: whoever has the keyboard is asked first, then what it lies in.
void press (juce::Component& target, const std::string& name)
{
    const auto key = juce::KeyPress::createFromDescription (utf8 (name));

    for (auto* component = &target; component != nullptr; component = component->getParentComponent())
        if (component->keyPressed (key))
            return;
}

Json tabsOf (juce::Component& root)
{
    auto titles = Json::array();

    for (auto* component : juce::KeyboardFocusTraverser().getAllComponents (&root))
        titles.push_back (component->getTitle().isNotEmpty() ? component->getTitle().toStdString() : component->getName().toStdString());

    return titles;
}

void carryOut (const Json& step, harp::gui::EditorView& editor, harp::test::ScriptedSurface& surface)
{
    if (step.contains ("state"))
    {
        surface.setState (step["state"]);
        editor.refresh();
    }
    else if (step.contains ("refuse"))
        surface.refuseNext (step["refuse"], step["error"]);
    else if (step.contains ("click"))
    {
        auto& button = find<juce::Button> (editor, step["click"]);

        if (button.getClickingTogglesState())
            button.setToggleState (! button.getToggleState(), juce::sendNotificationSync);
        else
            button.onClick();
    }
    else if (step.contains ("type"))
    {
        auto& field = find<juce::TextEditor> (editor, step["type"]);
        field.setText (utf8 (step["text"]), false);

        // JUCE tells of a change through the message loop, which does not run here.
        if (field.onTextChange)
            field.onTextChange();

        if (field.onReturnKey)
            field.onReturnKey();
    }
    else if (step.contains ("write"))
        find<juce::TextEditor> (editor, step["write"]).setText (utf8 (step["text"]), false);
    else if (step.contains ("focus"))
    {
        auto& component = find<juce::Component> (editor, step["focus"]);
        component.grabKeyboardFocus();

        if (! component.hasKeyboardFocus (true))
        {
            std::cerr << "it does not take the keyboard\n";
            std::exit (2);
        }
    }
    else if (step.contains ("slide"))
        find<juce::Slider> (editor, step["slide"]).setValue (step["to"], juce::sendNotificationSync);
    else if (step.contains ("choose"))
    {
        auto& box = find<juce::ComboBox> (editor, step["choose"]);

        for (int i = 0; i < box.getNumItems(); ++i)
            if (box.getItemText (i) == utf8 (step["item"]))
                box.setSelectedItemIndex (i, juce::sendNotificationSync);
    }
    else if (step.contains ("tick"))
        tick (find<harp::gui::ChoicesButton> (editor, step["tick"]), utf8 (step["item"]));
    else if (step.contains ("key"))
        press (find<juce::Component> (editor, step["in"]), step["key"]);
    else if (step.contains ("picture"))
        savePicture (editor, step["picture"]);
    else
    {
        std::cerr << "unknown step " << step.dump() << "\n";
        std::exit (2);
    }
}

Json describe (juce::Component& root)
{
    std::vector<juce::Component*> all;
    collect (root, all);
    auto result = Json::array();

    for (auto* component : all)
    {
        const auto bounds = root.getLocalArea (component, component->getLocalBounds());
        Json entry { { "title", component->getTitle().toStdString() },
                     { "description", component->getDescription().toStdString() },
                     { "enabled", component->isEnabled() },
                     { "scrolls", component->findParentComponentOfClass<juce::Viewport>() != nullptr },
                     { "bounds", { bounds.getX(), bounds.getY(), bounds.getWidth(), bounds.getHeight() } } };

        if (auto* several = dynamic_cast<harp::gui::ChoicesButton*> (component))
        {
            entry["menu"] = Json::array();

            for (const auto& item : itemsOf (several->menu()))
                entry["menu"].push_back ({ item.text.toStdString(), item.isTicked });
        }

        if (auto* button = dynamic_cast<juce::Button*> (component))
            entry.update ({ { "type", "button" }, { "text", button->getButtonText().toStdString() }, { "on", button->getToggleState() } });
        else if (auto* label = dynamic_cast<juce::Label*> (component))
            entry.update ({ { "type", "label" }, { "text", label->getText().toStdString() } });
        else if (auto* field = dynamic_cast<juce::TextEditor*> (component))
            entry.update ({ { "type", "field" }, { "text", field->getText().toStdString() }, { "dots", field->getPasswordCharacter() != 0 } });
        else if (auto* slider = dynamic_cast<juce::Slider*> (component))
            entry.update ({ { "type", "slider" }, { "value", slider->getValue() }, { "minimum", slider->getMinimum() }, { "maximum", slider->getMaximum() } });
        else if (auto* box = dynamic_cast<juce::ComboBox*> (component))
            entry.update ({ { "type", "choice" }, { "text", box->getText().toStdString() } });
        else if (component->getTitle().isEmpty())
            continue;
        else
            entry["type"] = "group";

        result.push_back (entry);
    }

    return result;
}

} // namespace

int main (int argc, char** argv)
{
    if (argc != 2)
    {
        std::cerr << "usage: harp_editor_picture SCRIPT.json\n";
        return 2;
    }

    std::ifstream file (argv[1]);
    const auto script = Json::parse (file);
    const juce::ScopedJuceInitialiser_GUI juce;

    harp::test::ScriptedSurface surface;
    harp::gui::EditorView editor (script.value ("bound", true) ? &surface : nullptr);
    editor.setSize (script.value ("width", 720), script.value ("height", 560));
    harp::test::HeadlessWindow window (editor);

    for (const auto& step : script["steps"])
        carryOut (step, editor, surface);

    std::cout << Json ({ { "commands", surface.commands() }, { "components", describe (editor) }, { "tabs", tabsOf (editor) } }).dump() << std::endl;
    return 0;
}
