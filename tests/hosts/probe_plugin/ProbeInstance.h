// SPDX-License-Identifier: MIT
// The VST3 side of the probe: the effect component and the ARA main factory. [main]
#pragma once

#include <ARA_API/ARAVST3.h>
#include <pluginterfaces/vst/ivstaudioprocessor.h>

namespace probe
{

inline constexpr Steinberg::TUID effectId = INLINE_UID (0x50726f62, 0x65456666, 0x65637400, 0x00000001);
inline constexpr Steinberg::TUID mainFactoryId = INLINE_UID (0x50726f62, 0x654d6169, 0x6e466163, 0x00000001);

Steinberg::FUnknown* createEffect();
Steinberg::FUnknown* createMainFactory();

} // namespace probe
