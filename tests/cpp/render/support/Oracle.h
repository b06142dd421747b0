// SPDX-License-Identifier: GPL-3.0-or-later
// What a document must sound like, worked out slowly, sample by sample, from the rules alone. One thread.
#pragma once

#include "Scene.h"

namespace harp::test
{

// The whole arrangement in [start, end) of the song. Audio at another rate is converted as a whole by render::resample; takes
// have the rate of their source or the playback rate. `mostlyExact` regions only: see the tests.
core::Audio expected (const model::Arrangement&, core::Span song, double rate, int channels);

} // namespace harp::test
