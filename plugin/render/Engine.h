// SPDX-License-Identifier: GPL-3.0-or-later
// Plays one document: keeps every renderer supplied with plans, converted takes and pages of untouched audio.
//
// One background thread per engine, started with the first renderer, fetches pages and converts takes. [any but audio]
// thread may call everything here; nothing here holds the document's mutex or calls the host except through SampleReader
// on the background thread.
#pragma once

#include "Renderer.h"

#include <model/Document.h>

#include <functional>
#include <memory>
#include <vector>

namespace harp::render
{

class Engine
{
public:
    explicit Engine (std::shared_ptr<model::Document>);
    ~Engine(); // close() first; renderers may outlive it: they are silent then
    Engine (const Engine&) = delete;
    Engine& operator= (const Engine&) = delete;

    std::shared_ptr<Renderer> createRenderer();

    // Builds and publishes the plans of all renderers from the document as it is now. Renderers play the new state from
    // their next block on. The engine also does this by itself whenever the document changes.
    void update();

    // The samples of a source changed: its pages are fetched again.
    void invalidate (model::SourceId);

    // Decodes and converts a take for every rate in use, so that it can be heard at once when it is committed. [worker]
    core::Status prepare (const model::TakePtr&);

    // Hears why a take that should sound cannot be decoded or converted; the original sounds in its place. Called on the
    // background thread, once for each take and rate; must not call the engine. Empty: nobody hears it.
    using FailureListener = std::function<void (const core::Error&)>;
    void setFailureListener (FailureListener);

    // Memory for pages of untouched audio, at least one page. Default 256 MiB. What was needed longest ago goes first.
    void setPageMemory (std::size_t bytes);

    // Ends waiting renderers and the background thread; from now on everything renders silence.
    void close();

    struct Statistics
    {
        std::uint64_t misses = 0;       // blocks in which something was not there in time and was played as silence
        std::uint64_t pagesWaiting = 0; // pages that a renderer wants next and that are not there yet
        std::uint64_t takesWaiting = 0; // takes that a plan names and that are still being converted
    };
    Statistics statistics() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl;
};

} // namespace harp::render
