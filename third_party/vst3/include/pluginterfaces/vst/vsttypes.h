// SPDX-License-Identifier: MIT
// Scalar types of the VST layer, and the two speaker arrangements that everybody has. [any]
#pragma once

#include "pluginterfaces/base/funknown.h"

namespace Steinberg::Vst
{

using TChar = char16;
using String128 = TChar[128];

using MediaType = int32;
using BusDirection = int32;
using BusType = int32;
using IoMode = int32;
using UnitID = int32;
using ParamID = uint32;
using ParamValue = double;
using TSamples = int64;
using TQuarterNotes = double;
using Sample32 = float;
using Sample64 = double;
using SampleRate = double;

// One bit per speaker.
using SpeakerArrangement = uint64;

namespace SpeakerArr
{
inline constexpr SpeakerArrangement kEmpty = 0;
inline constexpr SpeakerArrangement kMono = 1 << 19;
inline constexpr SpeakerArrangement kStereo = 3;
}

} // namespace Steinberg::Vst
