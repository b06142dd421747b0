// SPDX-License-Identifier: MIT
// How ARA is reached through VST3: one class of the module factory, two interfaces of the effect component.
//
// Builds against any copy of Steinberg's interface headers. Compare with the `X_iid` constants.
#pragma once

#include "ARA_API/ARAInterface.h"

#include "pluginterfaces/base/funknown.h"

// Category of the class in the module factory that creates an IMainFactory.
#ifndef kARAMainFactoryClass
 #define kARAMainFactoryClass "ARA Main Factory Class"
#endif

namespace ARA
{

// The ARA factory without any effect instance; one class of its own in the module factory. [model]
class IMainFactory : public Steinberg::FUnknown
{
public:
    // Valid as long as this object; the same factory that the effect gives.
    virtual const ARAFactory* PLUGIN_API getFactory() = 0;

protected:
    ~IMainFactory() = default;
};

DECLARE_CLASS_IID (IMainFactory, 0xDB2A1669, 0xFAFD42A5, 0xA82F864F, 0x7B6872EA)

// Implemented by the effect component. [model]
class IPlugInEntryPoint : public Steinberg::FUnknown
{
public:
    virtual const ARAFactory* PLUGIN_API getFactory() = 0;

    // ARA 1 only: a plug-in of today returns nullptr.
    virtual const ARAPlugInExtensionInstance* PLUGIN_API bindToDocumentController (ARADocumentControllerRef documentControllerRef) = 0;

protected:
    ~IPlugInEntryPoint() = default;
};

DECLARE_CLASS_IID (IPlugInEntryPoint, 0x12814E54, 0xA1CE4076, 0x82B96813, 0x16950BD6)

// Implemented by the effect component. [model]
class IPlugInEntryPoint2 : public Steinberg::FUnknown
{
public:
    // Makes the instance an ARA instance, once and for ever: after initialize, before the first setActive, setState,
    // getProcessContextRequirements or view. `assignedRoles` is a subset of `knownRoles`; roles that the host does not know
    // count as assigned.
    virtual const ARAPlugInExtensionInstance* PLUGIN_API bindToDocumentControllerWithRoles (ARADocumentControllerRef documentControllerRef,
                                                                                           ARAPlugInInstanceRoleFlags knownRoles,
                                                                                           ARAPlugInInstanceRoleFlags assignedRoles) = 0;

protected:
    ~IPlugInEntryPoint2() = default;
};

DECLARE_CLASS_IID (IPlugInEntryPoint2, 0xCD9A5913, 0xC9EB46D7, 0x96CA53AD, 0xD1DB89F5)

} // namespace ARA
