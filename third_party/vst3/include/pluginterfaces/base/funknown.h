// SPDX-License-Identifier: MIT
// The root of every VST3 interface: integer types, result codes, 16-byte interface ids and FUnknown.
//
// Declared by us from the binary interface; names as in Steinberg's headers, so that either can be included. [any]
#pragma once

#include <cstdint>
#include <cstring>

#if defined(_WIN32)
 #define COM_COMPATIBLE 1
 #define PLUGIN_API __stdcall
#else
 #define COM_COMPATIBLE 0
 #define PLUGIN_API
#endif

namespace Steinberg
{

using int8 = char;
using uint8 = unsigned char;
using int16 = short;
using uint16 = unsigned short;
#if defined(_WIN32)
using int32 = long;
using uint32 = unsigned long;
#else
using int32 = int;
using uint32 = unsigned int;
#endif
using int64 = long long;
using uint64 = unsigned long long;

using tresult = int32;
using TBool = uint8;
using char8 = char;
using char16 = char16_t;
using FIDString = const char8*;

// An interface or class id, in the byte order of the platform.
using TUID = int8[16];

#if COM_COMPATIBLE
enum : tresult
{
    kResultOk = 0,
    kResultTrue = kResultOk,
    kResultFalse = 1,
    kNoInterface = static_cast<tresult> (0x80004002),
    kInvalidArgument = static_cast<tresult> (0x80070057),
    kNotImplemented = static_cast<tresult> (0x80004001),
    kInternalError = static_cast<tresult> (0x80004005),
    kNotInitialized = static_cast<tresult> (0x8000FFFF),
    kOutOfMemory = static_cast<tresult> (0x8007000E)
};
#else
enum : tresult
{
    kNoInterface = -1,
    kResultOk = 0,
    kResultTrue = kResultOk,
    kResultFalse = 1,
    kInvalidArgument = 2,
    kNotImplemented = 3,
    kInternalError = 4,
    kNotInitialized = 5,
    kOutOfMemory = 6
};
#endif

namespace FUnknownPrivate
{
inline bool iidEqual (const void* a, const void* b) { return std::memcmp (a, b, sizeof (TUID)) == 0; }
}

} // namespace Steinberg

// One byte of a 32-bit word, counted from the most significant.
#define HARP_UID_BYTE(word, index) static_cast<::Steinberg::int8> ((static_cast<std::uint32_t> (word) >> (24 - 8 * (index))) & 0xff)

// Four words as 16 bytes: in writing order, except on Windows, where the first eight follow the layout of a GUID.
#if COM_COMPATIBLE
 #define INLINE_UID(a, b, c, d) \
     { \
         HARP_UID_BYTE (a, 3), HARP_UID_BYTE (a, 2), HARP_UID_BYTE (a, 1), HARP_UID_BYTE (a, 0), \
         HARP_UID_BYTE (b, 1), HARP_UID_BYTE (b, 0), HARP_UID_BYTE (b, 3), HARP_UID_BYTE (b, 2), \
         HARP_UID_BYTE (c, 0), HARP_UID_BYTE (c, 1), HARP_UID_BYTE (c, 2), HARP_UID_BYTE (c, 3), \
         HARP_UID_BYTE (d, 0), HARP_UID_BYTE (d, 1), HARP_UID_BYTE (d, 2), HARP_UID_BYTE (d, 3) \
     }
#else
 #define INLINE_UID(a, b, c, d) \
     { \
         HARP_UID_BYTE (a, 0), HARP_UID_BYTE (a, 1), HARP_UID_BYTE (a, 2), HARP_UID_BYTE (a, 3), \
         HARP_UID_BYTE (b, 0), HARP_UID_BYTE (b, 1), HARP_UID_BYTE (b, 2), HARP_UID_BYTE (b, 3), \
         HARP_UID_BYTE (c, 0), HARP_UID_BYTE (c, 1), HARP_UID_BYTE (c, 2), HARP_UID_BYTE (c, 3), \
         HARP_UID_BYTE (d, 0), HARP_UID_BYTE (d, 1), HARP_UID_BYTE (d, 2), HARP_UID_BYTE (d, 3) \
     }
#endif

// `Class_iid` for an interface class of the enclosing namespace.
#define DECLARE_CLASS_IID(Class, a, b, c, d) inline constexpr ::Steinberg::TUID Class##_iid = INLINE_UID (a, b, c, d);

namespace Steinberg
{

// Only named: some headers declare an id of this class beside their interfaces, which nobody here looks at.
class FUID;

class FUnknown
{
public:
    // kResultOk and one more reference on *object, or kNoInterface and nullptr.
    virtual tresult PLUGIN_API queryInterface (const TUID iid, void** object) = 0;
    virtual uint32 PLUGIN_API addRef() = 0;
    virtual uint32 PLUGIN_API release() = 0;

protected:
    ~FUnknown() = default;
};

DECLARE_CLASS_IID (FUnknown, 0x00000000, 0x00000000, 0xC0000000, 0x00000046)

} // namespace Steinberg
