// SPDX-License-Identifier: MIT
// Asserts the committed layout of ARA 2.3 for the machine that is compiled for; needs ARA_API/ARAInterface.h before it.
//
// The tables hold both layouts. They also hold for Celemony's own headers, which is how a test compares the two.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#if ! defined(HARP_ARA_ON_ARM)
 #if defined(__arm__) || defined(__arm64__) || defined(__aarch64__) || defined(_M_ARM) || defined(_M_ARM64)
  #define HARP_ARA_ON_ARM 1
 #else
  #define HARP_ARA_ON_ARM 0
 #endif
#endif

#if defined(__x86_64__) || defined(_M_X64) || defined(__aarch64__) || defined(_M_ARM64)
 #define HARP_ARA_NAMESPACE ARA
 #define HARP_ARA_COLUMN(x86_64, arm64) (HARP_ARA_ON_ARM ? (arm64) : (x86_64))
 #include <harp_ara_layout/Check.inl>
#endif
