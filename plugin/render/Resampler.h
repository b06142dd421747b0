// SPDX-License-Identifier: GPL-3.0-or-later
// Changes the sample rate of audio in memory: linear phase, no delay, flat to 0.9 of the lower Nyquist frequency with an
// error below -100 dB; equal rates are copied. [any but audio] thread.
#pragma once

#include "RateGrid.h"

#include <core/Audio.h>
#include <core/Result.h>

#include <functional>

namespace harp::render
{

// Asked every 65536 frames; false ends the conversion with `cancelled`.
using KeepGoing = std::function<bool()>;

// Fills `output` from its first frame, which lies on the first frame of `input`; before and after the input is silence.
// Both have the same number of channels. Non-finite samples count as silence unless the rates are equal.
core::Status resample (const core::Audio& input, const Ratio&, core::Audio& output, const KeepGoing& = {});

} // namespace harp::render
