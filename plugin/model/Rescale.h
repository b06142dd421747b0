// SPDX-License-Identifier: GPL-3.0-or-later
// Moves positions from one sample rate to another, when a source comes back at a rate other than the one that takes and
// comps were counted in. Private to the model. [any] thread.
#pragma once

#include "Comp.h"

namespace harp::model
{

// A rate that frames can be counted in.
bool isRate (double rate) noexcept;

core::Span rescaled (core::Span, double fromRate, double toRate) noexcept;

// The take itself when it already counts at this rate, otherwise a copy that shares the audio.
TakePtr rescaled (const TakePtr&, double toRate);

// Segments keep their order, stay within the spans of their (rescaled) takes, and vanish when less than half a frame is left.
Comp rescaled (const Comp&, double fromRate, double toRate);

} // namespace harp::model
