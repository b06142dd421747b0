// SPDX-License-Identifier: GPL-3.0-or-later
// Works out what a renderer plays: regions, comps and fades, to the frame. Decodes and reads nothing. [any but audio] thread.
#pragma once

#include "PageCache.h"
#include "RenderPlan.h"
#include "TakeCache.h"

namespace harp::render
{

// Regions that are missing, or whose source has no rate or no channels, are left out.
std::shared_ptr<const RenderPlan> buildPlan (const model::Arrangement&, const std::vector<model::RegionId>&, double playbackRate,
                                             PageCache&, TakeCache&);

} // namespace harp::render
