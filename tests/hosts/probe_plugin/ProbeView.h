// SPDX-License-Identifier: MIT
// The probe's edit controller and its view, which draws nothing but uses the host's frame and run loop. [main]
#pragma once

#include <pluginterfaces/vst/ivsteditcontroller.h>

namespace probe
{

inline constexpr Steinberg::TUID controllerId = INLINE_UID (0x50726f62, 0x65436f6e, 0x74726f6c, 0x00000001);

Steinberg::FUnknown* createController();

} // namespace probe
