// SPDX-License-Identifier: GPL-3.0-or-later
// Decides which pages should be in memory, the most urgent first. A pure function. [any but audio] thread.
#pragma once

#include "RendererState.h"

namespace harp::render
{

struct RendererView
{
    std::shared_ptr<const RenderPlan> plan; // never nullptr
    Playhead playhead;
};

// The next seconds of every renderer in use, in slices, so that none starves; where its loop begins again; the beginnings
// of all regions, those ahead first; a little behind the playhead. Renderers that have not been used yet want the beginnings
// first. It ends where the pages would take more than `budget` bytes; each page is named once.
std::vector<PageRef> wantedPages (const std::vector<RendererView>&, std::size_t budget);

} // namespace harp::render
