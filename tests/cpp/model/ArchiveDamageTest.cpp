// SPDX-License-Identifier: GPL-3.0-or-later
#include "ArchiveEditing.h"
#include "GoldenContent.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::model;
using namespace harp::test;
using core::ErrorCode;

namespace
{

bool isDamaged (const Bytes& bytes)
{
    const auto read = readBack (bytes);
    return ! read && read.error().code == ErrorCode::archiveDamaged;
}

} // namespace

TEST_CASE ("an archive that ends at any byte before its end is damaged")
{
    const auto whole = archiveOf (goldenContent());
    REQUIRE (readBack (whole));

    for (std::size_t length = 0; length < whole.size(); ++length)
        if (! isDamaged ({ whole.begin(), whole.begin() + static_cast<std::ptrdiff_t> (length) }))
            FAIL ("cut to " << length << " of " << whole.size());
}

TEST_CASE ("an archive with any bit of any byte flipped is damaged")
{
    auto bytes = archiveOf (goldenContent());

    for (std::size_t i = 0; i < bytes.size(); ++i)
        for (const int mask : { 1 << (i % 8), 0x80, 0xff })
        {
            bytes[i] ^= static_cast<std::uint8_t> (mask);

            if (! isDamaged (bytes))
                FAIL ("byte " << i << " of " << bytes.size() << " with " << mask);

            bytes[i] ^= static_cast<std::uint8_t> (mask);
        }

    REQUIRE (readBack (bytes));
}

TEST_CASE ("what lies behind an archive does not matter")
{
    auto bytes = archiveOf (goldenContent());
    bytes.insert (bytes.end(), 1000, 0xaa);
    CHECK (readBack (bytes));
}

TEST_CASE ("something else than an archive is damaged")
{
    CHECK (isDamaged ({}));
    CHECK (isDamaged (Bytes (31, 0)));
    CHECK (isDamaged (Bytes (100000, 0)));
    CHECK (isDamaged (Bytes (100000, 0xff)));

    std::mt19937 random (3);

    for (int round = 0; round < 200; ++round)
    {
        Bytes noise (random() % 500);

        for (auto& byte : noise)
            byte = static_cast<std::uint8_t> (random());

        CHECK (isDamaged (noise));
    }
}

TEST_CASE ("a newer major version is newer, a newer minor version is read")
{
    const auto archive = archiveOf (goldenContent());
    const auto versioned = [&] (std::uint16_t major, std::uint16_t minor)
    {
        return readBack (withIndex (archive, indexOf (archive), [&] (ArchiveHeader& header) { header.major = major; header.minor = minor; }));
    };

    CHECK (versioned (1, 0));
    CHECK (versioned (1, 77));
    CHECK (versioned (2, 0).error().code == ErrorCode::archiveNewer);
    CHECK (versioned (65535, 3).error().code == ErrorCode::archiveNewer);
    CHECK (versioned (0, 9).error().code == ErrorCode::archiveDamaged);

    // Nothing but the header of a newer version is looked at.
    CHECK (readBack (withIndex (archive, "not JSON", [] (ArchiveHeader& header) { header.major = 2; })).error().code == ErrorCode::archiveNewer);
}

TEST_CASE ("lengths that the archive does not have are refused before anything is allocated")
{
    const auto archive = archiveOf (goldenContent());

    for (const auto length : { std::uint64_t { 1 } << 40, std::uint64_t { 1 } << 62, ~std::uint64_t { 0 }, ~std::uint64_t { 0 } - 31 })
        CHECK (isDamaged (withIndex (archive, indexOf (archive), [&] (ArchiveHeader& header) { header.indexLength = length; })));

    for (const auto size : { std::uint64_t { 1 } << 40, (std::uint64_t { 1 } << 53) - 1, std::uint64_t { 1 } << 63, ~std::uint64_t { 0 } })
    {
        CHECK (isDamaged (withJson (archive, [&] (nlohmann::json& json) { json["audio"][0]["size"] = size; })));
        CHECK (isDamaged (withJson (archive, [&] (nlohmann::json& json) { json["audio"][1]["offset"] = size; })));
    }
}
