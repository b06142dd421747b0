// SPDX-License-Identifier: GPL-3.0-or-later
#include "Editor.h"

#include "Processor.h"

#include <gui/EditorView.h>

namespace harp::shell
{

Editor::Editor (Processor& p)
    : AudioProcessorEditor (p), processor (p), content (std::make_unique<gui::EditorView> (p.commands()))
{
    // Setting a limit or adding a child may call resized(), which would overwrite the remembered size.
    const int width = processor.editorSize.width, height = processor.editorSize.height;

    addAndMakeVisible (*content);
    setResizable (true, true);
    setResizeLimits (minimumWidth, minimumHeight, maximumWidth, maximumHeight);
    setSize (width, height);
}

Editor::~Editor() = default;

void Editor::paint (juce::Graphics& g)
{
    g.fillAll (getLookAndFeel().findColour (juce::ResizableWindow::backgroundColourId));
}

void Editor::resized()
{
    content->setBounds (getLocalBounds());
    processor.editorSize.width = getWidth();
    processor.editorSize.height = getHeight();
}

} // namespace harp::shell
