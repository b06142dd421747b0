// SPDX-License-Identifier: MIT
// The module factory: which classes a VST3 binary holds, and how they are made. [main]
#pragma once

#include "pluginterfaces/base/funknown.h"

namespace Steinberg
{

struct PFactoryInfo
{
    char8 vendor[64] {};
    char8 url[256] {};
    char8 email[128] {};
    int32 flags = 0;
};

struct PClassInfo
{
    enum
    {
        kManyInstances = 0x7FFFFFFF
    };

    TUID cid {};
    int32 cardinality = 0;
    char8 category[32] {};
    char8 name[64] {};
};

struct PClassInfo2
{
    TUID cid {};
    int32 cardinality = 0;
    char8 category[32] {};
    char8 name[64] {};
    uint32 classFlags = 0;
    char8 subCategories[128] {};
    char8 vendor[64] {};
    char8 version[64] {};
    char8 sdkVersion[64] {};
};

class IPluginBase : public FUnknown
{
public:
    virtual tresult PLUGIN_API initialize (FUnknown* context) = 0;
    virtual tresult PLUGIN_API terminate() = 0;

protected:
    ~IPluginBase() = default;
};

class IPluginFactory : public FUnknown
{
public:
    virtual tresult PLUGIN_API getFactoryInfo (PFactoryInfo* info) = 0;
    virtual int32 PLUGIN_API countClasses() = 0;
    virtual tresult PLUGIN_API getClassInfo (int32 index, PClassInfo* info) = 0;
    virtual tresult PLUGIN_API createInstance (FIDString cid, FIDString iid, void** object) = 0;

protected:
    ~IPluginFactory() = default;
};

class IPluginFactory2 : public IPluginFactory
{
public:
    virtual tresult PLUGIN_API getClassInfo2 (int32 index, PClassInfo2* info) = 0;

protected:
    ~IPluginFactory2() = default;
};

DECLARE_CLASS_IID (IPluginBase, 0x22888DDB, 0x156E45AE, 0x8358B348, 0x08190625)
DECLARE_CLASS_IID (IPluginFactory, 0x7A4D811C, 0x52114A1F, 0xAED9D2EE, 0x0B43BF9F)
DECLARE_CLASS_IID (IPluginFactory2, 0x0007B650, 0xF24B4C0B, 0xA464EDB9, 0xF00B2ABB)

} // namespace Steinberg
