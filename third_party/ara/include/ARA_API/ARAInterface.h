// SPDX-License-Identifier: MIT
// The binary interface of ARA 2.3 (Audio Random Access), declared here under the names that Celemony's SDK uses.
//
// Threads and times of every function stand at its declaration. Structures are packed to 1 byte on x86 and to 8 bytes on
// ARM. Every structure that can grow begins with `structSize`: whoever fills it in announces the last member that is really
// there, and whoever reads it looks at no member beyond. Sizes, offsets and values are asserted below.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

#if defined(__arm__) || defined(__arm64__) || defined(__aarch64__) || defined(_M_ARM) || defined(_M_ARM64)
 #define HARP_ARA_ON_ARM 1
#else
 #define HARP_ARA_ON_ARM 0
#endif

// The structSize that announces everything up to and including a member.
#define HARP_ARA_SIZE_UP_TO(Struct, member) (offsetof (Struct, member) + sizeof (decltype (Struct::member)))
#define ARA_IMPLEMENTED_STRUCT_SIZE(Struct, member) HARP_ARA_SIZE_UP_TO (ARA::Struct, member)

// True when the structure at `pointer` is long enough to hold the member.
#define ARA_IMPLEMENTS_FIELD(pointer, Struct, member) ((pointer)->structSize >= ARA_IMPLEMENTED_STRUCT_SIZE (Struct, member))

#if HARP_ARA_ON_ARM
 #pragma pack(push, 8)
#else
 #pragma pack(push, 1)
#endif

namespace ARA
{
extern "C"
{
#include "ARA_API/abi/Types.inl"
#include "ARA_API/abi/Properties.inl"
#include "ARA_API/abi/Host.inl"
#include "ARA_API/abi/DocumentController.inl"
#include "ARA_API/abi/PlugIn.inl"
}
} // namespace ARA

#pragma pack(pop)

#include <harp_ara_layout/Assertions.h>
