// SPDX-License-Identifier: MIT
// A byte stream that host and plug-in exchange states through. [main]
#pragma once

#include "pluginterfaces/base/funknown.h"

namespace Steinberg
{

class IBStream : public FUnknown
{
public:
    enum IStreamSeekMode
    {
        kIBSeekSet = 0,
        kIBSeekCur,
        kIBSeekEnd
    };

    virtual tresult PLUGIN_API read (void* buffer, int32 numBytes, int32* numBytesRead = nullptr) = 0;
    virtual tresult PLUGIN_API write (void* buffer, int32 numBytes, int32* numBytesWritten = nullptr) = 0;
    virtual tresult PLUGIN_API seek (int64 position, int32 mode, int64* result = nullptr) = 0;
    virtual tresult PLUGIN_API tell (int64* position) = 0;

protected:
    ~IBStream() = default;
};

DECLARE_CLASS_IID (IBStream, 0xC3BF6EA2, 0x30994752, 0x9B6BF990, 0x1EE33E9B)

} // namespace Steinberg
