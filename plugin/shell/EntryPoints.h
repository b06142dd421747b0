// SPDX-License-Identifier: GPL-3.0-or-later
// The COM objects that JUCE's wrapper does not have: the ARA entry points, view embedding, the commands, and a time before
// the song's zero (SongPosition.h).
//
// The ones found through the component are members of the processor and share the component's identity and lifetime: once
// setOuter has been called they forward queryInterface, addRef and release to it. No Steinberg header is seen outside of
// the .cpp.
#pragma once

#include <cstdint>
#include <memory>

namespace harp::shell
{

class Processor;

class EntryPoints
{
public:
    explicit EntryPoints (Processor&);
    ~EntryPoints();

    // JUCE asks these first in queryInterface of component and edit controller. Results are Steinberg's tresult. [any]
    int32_t queryComponent (const char* interfaceId, void** object);
    int32_t queryController (const char* interfaceId, void** object);

private:
    class Identity;
    class Ara;
    class Commands;
    class ViewEmbedding;

    std::unique_ptr<Identity> identity; // first: the others share it
    std::unique_ptr<Ara> ara;
    std::unique_ptr<Commands> commands;
    std::shared_ptr<ViewEmbedding> viewEmbedding; // one of its references; hosts hold others
};

} // namespace harp::shell
