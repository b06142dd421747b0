// SPDX-License-Identifier: MIT
// The private VST3 interface of the plug-in: commands in, state out, both as JSON.
//
// The effect component answers queryInterface for `commandInterfaceId`. Programs, the demo and the tests drive the
// plug-in through it exactly as the editor does. Every function may be called from [any] thread but the audio thread and
// never blocks. Binary layout: a COM interface (three functions of FUnknown, then these), so no Steinberg header is needed.
#pragma once

#include <cstdint>

#if defined(_WIN32)
 #define HARP_VST_CALL __stdcall
#else
 #define HARP_VST_CALL
#endif

namespace harp
{

// 16 bytes in the order of the platform's TUID (COM order on Windows).
#if defined(_WIN32)
inline constexpr unsigned char commandInterfaceId[16] = { 0x50, 0x52, 0x41, 0x48, 0x43, 0x4f, 0x4d, 0x4d, 0x9d, 0x21, 0x5c, 0x3e, 0x71, 0xa4, 0x06, 0xb8 };
#else
inline constexpr unsigned char commandInterfaceId[16] = { 0x48, 0x41, 0x52, 0x50, 0x43, 0x4f, 0x4d, 0x4d, 0x9d, 0x21, 0x5c, 0x3e, 0x71, 0xa4, 0x06, 0xb8 };
#endif

class CommandInterface
{
public:
    virtual std::int32_t HARP_VST_CALL queryInterface (const char* interfaceId, void** object) = 0;
    virtual std::uint32_t HARP_VST_CALL addRef() = 0;
    virtual std::uint32_t HARP_VST_CALL release() = 0;

    // Runs one command, e.g. {"do":"process","regions":["r1"]}, and returns its reply as JSON. Never nullptr.
    virtual const char* HARP_VST_CALL command (const char* json) = 0;

    // The whole state as JSON when its revision is above `sinceRevision`, otherwise {"revision":N} alone. Never nullptr.
    virtual const char* HARP_VST_CALL state (std::int64_t sinceRevision) = 0;

    // Gives back a string that one of the functions above returned.
    virtual void HARP_VST_CALL releaseString (const char*) = 0;

protected:
    ~CommandInterface() = default;
};

} // namespace harp
