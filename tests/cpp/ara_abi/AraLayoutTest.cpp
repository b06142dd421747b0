// SPDX-License-Identifier: MIT
// The ARA declaration has the committed layout: on this machine (asserted while the header is compiled), and, compiled a second
// time with the packing of ARM, on arm64. The tables themselves must be complete, which is what the cases below look at.
#include <ARA_API/ARAInterface.h>
#include <harp_ara_layout/Assertions.h>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>
#include <vector>

#ifndef HARP_ARA_SIZE_UP_TO // with Celemony's headers our declaration is not there to be compiled again
 #define HARP_ARA_OWN_HEADERS 0
#else
 #define HARP_ARA_OWN_HEADERS 1
#endif

#if HARP_ARA_OWN_HEADERS
#pragma pack(push, 8)
namespace AraOnArm64
{
#include "ARA_API/abi/Types.inl"
#include "ARA_API/abi/Properties.inl"
#include "ARA_API/abi/Host.inl"
#include "ARA_API/abi/DocumentController.inl"
#include "ARA_API/abi/PlugIn.inl"
}
#pragma pack(pop)

#undef HARP_ARA_NAMESPACE
#undef HARP_ARA_COLUMN
#define HARP_ARA_NAMESPACE AraOnArm64
#define HARP_ARA_COLUMN(x86_64, arm64) (arm64)
#include <harp_ara_layout/Check.inl>
#endif

namespace
{

struct Row
{
    std::string name;
    std::size_t size, x86_64, arm64;
};

struct Table
{
    std::size_t x86_64 = 0, arm64 = 0;
    std::vector<Row> members;
};

std::map<std::string, Table> readTables()
{
    std::map<std::string, Table> tables;
#define HARP_ARA_STRUCT(Struct, x86, arm) tables[#Struct].x86_64 = x86; tables[#Struct].arm64 = arm;
#define HARP_ARA_MIN_SIZE(Struct, x86, arm)
#define HARP_ARA_MEMBER(Struct, member, size, x86, arm) tables[#Struct].members.push_back ({ #member, size, x86, arm });
#include <harp_ara_layout/Structs.inl>
#include <harp_ara_layout/Interfaces.inl>
#undef HARP_ARA_STRUCT
#undef HARP_ARA_MIN_SIZE
#undef HARP_ARA_MEMBER
    return tables;
}

} // namespace

TEST_CASE ("the layout tables leave no gap in any packed structure")
{
    for (const auto& [name, table] : readTables())
    {
        INFO (name);
        std::size_t end = 0;

        for (const auto& member : table.members)
        {
            INFO (member.name);
            REQUIRE (member.x86_64 == end);
            end += member.size;
        }

        REQUIRE (end == table.x86_64);
    }
}

TEST_CASE ("on arm64 every member stands at its natural alignment")
{
    for (const auto& [name, table] : readTables())
    {
        std::size_t end = 0;

        for (const auto& member : table.members)
        {
            INFO (name << "::" << member.name);
            const auto array = member.size > 8 || member.size % 4 != 0;
            const auto alignment = array || member.size == 4 ? std::size_t { 4 } : std::size_t { 8 };
            const auto aligned = (end + alignment - 1) / alignment * alignment;
            REQUIRE (member.arm64 == (array && member.name == "intervals" ? end : aligned));
            end = member.arm64 + member.size;
        }

        REQUIRE (table.arm64 >= end);
        REQUIRE (table.arm64 - end < 8);
    }
}

TEST_CASE ("every function of ARA 2.3 is in the tables")
{
    const std::map<std::string, std::size_t> functions {
        { "ARAAudioAccessControllerInterface", 3 }, { "ARAArchivingControllerInterface", 6 }, { "ARAContentAccessControllerInterface", 9 },
        { "ARAModelUpdateControllerInterface", 5 }, { "ARAPlaybackControllerInterface", 5 }, { "ARADocumentControllerInterface", 54 },
        { "ARAPlaybackRendererInterface", 2 }, { "ARAEditorRendererInterface", 4 }, { "ARAEditorViewInterface", 2 },
        { "ARAPlugInExtensionInterface", 2 }
    };
    auto tables = readTables();
    REQUIRE (tables.size() == 33);

    for (const auto& [name, count] : functions)
    {
        INFO (name);
        REQUIRE (tables[name].members.size() == count + 1);
        REQUIRE (tables[name].x86_64 == 8 * (count + 1));
    }
}

TEST_CASE ("a member counts as present only when structSize reaches behind it")
{
    ARA::ARAFactory factory {};
    factory.structSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARAFactory, supportedPlaybackTransformationFlags);
    REQUIRE (ARA_IMPLEMENTS_FIELD (&factory, ARAFactory, supportedPlaybackTransformationFlags));
    REQUIRE_FALSE (ARA_IMPLEMENTS_FIELD (&factory, ARAFactory, supportsStoringAudioFileChunks));
}
