// SPDX-License-Identifier: MIT
// How ARA is reached through Audio Units (version 2): tag, magic number, three read-only properties of the global scope.
#pragma once

#include "ARA_API/ARAInterface.h"

namespace ARA
{

// Tag in the AudioComponents entry of Info.plist.
#define kARAAudioComponentTag "ARA"

// Set by the host, checked by the plug-in, checked again by the host.
constexpr std::uint32_t kARAAudioUnitMagic = 0x41726121; // 'Ara!'

constexpr std::uint32_t kAudioUnitProperty_ARAFactory = 0x41726146;                            // 'AraF'
constexpr std::uint32_t kAudioUnitProperty_ARAPlugInExtensionBinding = 0x41726142;             // 'AraB', ARA 1
constexpr std::uint32_t kAudioUnitProperty_ARAPlugInExtensionBindingWithRoles = 0x41726145;    // 'AraE'

struct ARAAudioUnitFactory
{
    std::uint32_t inOutMagicNumber;
    const ARAFactory* outFactory;
};

struct ARAAudioUnitPlugInExtensionBinding
{
    std::uint32_t inOutMagicNumber;
    ARADocumentControllerRef inDocumentControllerRef;
    const ARAPlugInExtensionInstance* outPlugInExtension;
    ARAPlugInInstanceRoleFlags knownRoles;    // only with kAudioUnitProperty_ARAPlugInExtensionBindingWithRoles
    ARAPlugInInstanceRoleFlags assignedRoles; // the same
};

static_assert (sizeof (void*) != 8 || (sizeof (ARAAudioUnitFactory) == 16 && offsetof (ARAAudioUnitFactory, outFactory) == 8));
static_assert (sizeof (void*) != 8
               || (sizeof (ARAAudioUnitPlugInExtensionBinding) == 32
                   && offsetof (ARAAudioUnitPlugInExtensionBinding, inDocumentControllerRef) == 8
                   && offsetof (ARAAudioUnitPlugInExtensionBinding, outPlugInExtension) == 16
                   && offsetof (ARAAudioUnitPlugInExtensionBinding, knownRoles) == 24
                   && offsetof (ARAAudioUnitPlugInExtensionBinding, assignedRoles) == 28));

} // namespace ARA
