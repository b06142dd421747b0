// SPDX-License-Identifier: GPL-3.0-or-later
// Looks into a list of models that somebody hosts: fetches it through the bridge, keeps it, and finds models in it by words.
//
// [any but audio] thread; nothing here blocks. Nothing is fetched before somebody asks for it. What arrives after close() is dropped.
#pragma once

#include "Processor.h"

#include <harp_bridge/Bridge.h>
#include <model/ModelList.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace harp::processing
{

struct BrowserState
{
    LoadState load; // of the list
    std::string words;
    std::shared_ptr<const model::ModelList> list; // the last one that could be read; nullptr: none yet
    std::vector<std::size_t> found;               // places in it that hold the words
};

class Browser
{
public:
    struct Surroundings
    {
        // A list came from this address; empty: it is to be forgotten. Worker thread.
        std::function<void (const std::string& address)> remember;

        // Something in state() has changed. Caller's or worker thread.
        std::function<void()> changed;
    };

    Browser (std::shared_ptr<bridge::Bridge>, Surroundings);
    ~Browser(); // close()

    // Fetches the list of this address, in the place of one under way. When that fails the last list stays.
    core::Status fetch (const std::string& address);

    // Goes back to having no list.
    void forget();

    void find (const std::string& words);

    // Ends a fetch under way; what was before it holds again.
    void cancel();

    BrowserState state() const;
    void close();

private:
    class Impl;
    std::shared_ptr<Impl> impl;
};

} // namespace harp::processing
