// SPDX-License-Identifier: MIT
// Turns the layout tables into assertions about HARP_ARA_NAMESPACE, choosing a column with HARP_ARA_COLUMN (x86_64, arm64).
// No include guard on purpose.

#define HARP_ARA_STRUCT(Struct, x86_64, arm64) \
    static_assert (sizeof (HARP_ARA_NAMESPACE::Struct) == HARP_ARA_COLUMN (x86_64, arm64), #Struct " has a wrong size");
#define HARP_ARA_MIN_SIZE(Struct, x86_64, arm64) \
    static_assert (HARP_ARA_NAMESPACE::k##Struct##MinSize == HARP_ARA_COLUMN (x86_64, arm64), #Struct " has a wrong minimum size");
#define HARP_ARA_MEMBER(Struct, member, size, x86_64, arm64) \
    static_assert (sizeof (HARP_ARA_NAMESPACE::Struct::member) == (size), #Struct "::" #member " has a wrong size"); \
    static_assert (offsetof (HARP_ARA_NAMESPACE::Struct, member) == HARP_ARA_COLUMN (x86_64, arm64), #Struct "::" #member " is misplaced");
#define HARP_ARA_ENUM(name, value) \
    static_assert (HARP_ARA_NAMESPACE::name == (value) && sizeof (HARP_ARA_NAMESPACE::name) == 4, #name " has a wrong value");
#define HARP_ARA_CONSTANT(name, type, value) \
    static_assert (HARP_ARA_NAMESPACE::name == (value), #name " has a wrong value");
#define HARP_ARA_TYPE(name, ...) \
    static_assert (sizeof (HARP_ARA_NAMESPACE::name) == sizeof (__VA_ARGS__) \
                   && std::is_signed_v<HARP_ARA_NAMESPACE::name> == std::is_signed_v<__VA_ARGS__> \
                   && std::is_floating_point_v<HARP_ARA_NAMESPACE::name> == std::is_floating_point_v<__VA_ARGS__>, #name " is another type");
#define HARP_ARA_TEXT_TYPE(name) \
    static_assert (std::is_same_v<HARP_ARA_NAMESPACE::name, const char*>, #name " is another type");
#define HARP_ARA_REF(name) \
    static_assert (std::is_pointer_v<HARP_ARA_NAMESPACE::name>, #name " is no reference");

#include <harp_ara_layout/Constants.inl>
#include <harp_ara_layout/Structs.inl>
#include <harp_ara_layout/Interfaces.inl>

#undef HARP_ARA_STRUCT
#undef HARP_ARA_MIN_SIZE
#undef HARP_ARA_MEMBER
#undef HARP_ARA_ENUM
#undef HARP_ARA_CONSTANT
#undef HARP_ARA_TYPE
#undef HARP_ARA_TEXT_TYPE
#undef HARP_ARA_REF
