// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeadlessWindow.h"

namespace harp::test
{

namespace
{

// Where JUCE asks the system for a window: it is there, it is in front, and it is never painted.
class Peer final : public juce::ComponentPeer
{
public:
    Peer (juce::Component& owner, int style) : juce::ComponentPeer (owner, style) {}

    void* getNativeHandle() const override { return nullptr; }
    void setVisible (bool) override {}
    void setTitle (const juce::String&) override {}
    void setBounds (const juce::Rectangle<int>& next, bool) override { bounds = next; }
    juce::Rectangle<int> getBounds() const override { return bounds; }
    juce::Point<float> localToGlobal (juce::Point<float> point) override { return point + bounds.getPosition().toFloat(); }
    juce::Point<float> globalToLocal (juce::Point<float> point) override { return point - bounds.getPosition().toFloat(); }
    using juce::ComponentPeer::globalToLocal;
    using juce::ComponentPeer::localToGlobal;
    void setMinimised (bool) override {}
    bool isMinimised() const override { return false; }
    void setFullScreen (bool) override {}
    bool isFullScreen() const override { return false; }
    void setIcon (const juce::Image&) override {}
    bool contains (juce::Point<int> point, bool) const override { return bounds.withZeroOrigin().contains (point); }
    OptionalBorderSize getFrameSizeIfPresent() const override { return OptionalBorderSize { juce::BorderSize<int> {} }; }
    juce::BorderSize<int> getFrameSize() const override { return {}; }
    bool setAlwaysOnTop (bool) override { return false; }
    void toFront (bool) override {}
    void toBehind (juce::ComponentPeer*) override {}
    bool isFocused() const override { return true; }
    void grabFocus() override {}
    void repaint (const juce::Rectangle<int>&) override {}
    void performAnyPendingRepaintsNow() override {}
    void setAlpha (float) override {}
    juce::StringArray getAvailableRenderingEngines() override { return { "none" }; }
    void textInputRequired (juce::Point<int>, juce::TextInputTarget&) override {}

private:
    juce::Rectangle<int> bounds;
};

} // namespace

HeadlessWindow::HeadlessWindow (juce::Component& content)
{
    setSize (content.getWidth(), content.getHeight());
    addAndMakeVisible (content);
    setVisible (true);
    addToDesktop (0);
}

HeadlessWindow::~HeadlessWindow()
{
    removeFromDesktop();
    removeAllChildren();
}

juce::ComponentPeer* HeadlessWindow::createNewPeer (int styleFlags, void*)
{
    return new Peer (*this, styleFlags);
}

} // namespace harp::test
