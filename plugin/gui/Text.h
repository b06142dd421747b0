// SPDX-License-Identifier: GPL-3.0-or-later
// From the state's UTF-8 to JUCE's strings. [any]
#pragma once

#include <juce_core/juce_core.h>

#include <string>

namespace harp::gui
{

inline juce::String utf8 (const std::string& text)
{
    return juce::String::fromUTF8 (text.c_str());
}

} // namespace harp::gui
