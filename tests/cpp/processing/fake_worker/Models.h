// SPDX-License-Identifier: GPL-3.0-or-later
// What the fake endpoints answer: samples that a test can compute for itself.
#pragma once

#include "Wire.h"

#include <string>
#include <vector>

namespace harp::fake
{

struct Output
{
    std::string label = "Output";
    double rate = 0.0;
    std::vector<std::vector<float>> channels;
};

// The audio outputs of a mode for its input (nullptr: none was sent). Empty: the mode returns no audio.
//
//   gain      input times the control "1"       text-only one second of 0.25, mono, 8 kHz
//   longer    and half a second of 0.5 more     shorter   the first half alone
//   nan       frame 0 infinite, 1 not a number  stems     "same" and "inverted"
//   half-rate every second frame at half rate   wide      33 channels
//   endless   601 s of silence, mono, 8 kHz     slow-rate 1000 Hz, everything else: the input
std::vector<Output> outputsOf (const std::string& mode, double gain, Mapping* input, double rate);

} // namespace harp::fake
