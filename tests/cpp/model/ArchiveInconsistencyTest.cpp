// SPDX-License-Identifier: GPL-3.0-or-later
// Archives whose checksums are right but whose content contradicts itself, as only a defect in a writer could make them.
#include "ArchiveEditing.h"
#include "GoldenContent.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::model;
using namespace harp::test;
using Json = nlohmann::json;

namespace
{

Json& modification (Json& json) { return json["modifications"][0]; }
Json& take (Json& json) { return modification (json)["takes"][0]; }
Json& segment (Json& json, std::size_t index = 0) { return modification (json)["comp"][index]; }

const std::vector<std::function<void (Json&)>>& mistakes()
{
    static const std::vector<std::function<void (Json&)>> list {
        // the comp
        [] (Json& json) { segment (json)["take"] = "not there"; },
        [] (Json& json) { segment (json)["output"] = 1; }, // the take has one output only
        [] (Json& json) { segment (json)["output"] = -1; },
        [] (Json& json) { segment (json)["output"] = 0.5; },
        [] (Json& json) { segment (json)["span"] = Json::array ({ -1, 5 }); }, // begins before its take
        [] (Json& json) { segment (json, 2)["span"] = Json::array ({ 140, 201 }); },
        [] (Json& json) { std::swap (segment (json, 0), segment (json, 1)); },
        [] (Json& json) { segment (json)["span"] = Json::array ({ 0, 121 }); }, // overlaps the next
        [] (Json& json) { segment (json)["span"] = Json::array ({ 5, 5 }); },
        [] (Json& json) { segment (json)["span"] = Json::array ({ 5 }); },
        [] (Json& json) { segment (json).erase ("span"); },
        [] (Json& json) { modification (json)["comp"] = Json::object(); },

        // takes
        [] (Json& json) { take (json)["id"] = ""; },
        [] (Json& json) { take (json)["id"] = modification (json)["takes"][1]["id"]; },
        [] (Json& json) { take (json)["outputs"] = Json::array(); },
        [] (Json& json) { take (json)["outputs"][0]["audio"] = 2; },
        [] (Json& json) { take (json)["outputs"][0]["audio"] = -1; },
        [] (Json& json) { take (json)["outputs"][0]["audio"] = std::uint64_t { 1 } << 63; },
        [] (Json& json) { take (json)["outputs"][0]["label"] = 4; },
        [] (Json& json) { take (json)["span"] = Json::array ({ 0.0, 10.0 }); },
        [] (Json& json) { take (json)["span"] = Json::array ({ 0, std::uint64_t { 1 } << 54 }); },
        [] (Json& json) { take (json)["rate"] = -1.0; },
        [] (Json& json) { take (json)["rate"] = nullptr; },
        [] (Json& json) { take (json)["data"] = "[not JSON"; },
        [] (Json& json) { take (json)["provenance"] = Json::array(); },
        [] (Json& json) { take (json)["provenance"].erase ("time"); },
        [] (Json& json) { take (json).erase ("name"); },

        // the table of audio
        [] (Json& json) { json["audio"][0]["format"] = 3; },
        [] (Json& json) { json["audio"][0]["channels"] = 100000; },
        [] (Json& json) { json["audio"][0]["frames"] = -1; },
        [] (Json& json) { json["audio"][1]["offset"] = 0; }, // two blobs share bytes
        [] (Json& json) { json["audio"][0]["size"] = 3; },   // the checksum is read from somewhere else
        [] (Json& json) { json["audio"].erase (1); },
        [] (Json& json) { json["audio"] = 3; },

        // the document
        [] (Json& json) { json["modifications"].push_back (json["modifications"][0]); },
        [] (Json& json) { modification (json).erase ("id"); },
        [] (Json& json) { modification (json)["rate"] = "44100"; },
        [] (Json& json) { json["sources"] = Json::array ({ 1 }); },
        [] (Json& json) { json["endpoint"] = "http://127.0.0.1"; },
        [] (Json& json) { json["endpoint"]["values"] = "{"; },
        [] (Json& json) { json.erase ("modifications"); },
        [] (Json& json) { json = Json::array(); }
    };

    return list;
}

} // namespace

TEST_CASE ("an archive that contradicts itself is damaged although its checksums are right")
{
    const auto archive = archiveOf (goldenContent());
    REQUIRE (readBack (withJson (archive, [] (Json&) {})));

    for (std::size_t i = 0; i < mistakes().size(); ++i)
    {
        INFO ("mistake " << i);
        const auto read = readBack (withJson (archive, mistakes()[i]));
        CHECK ((! read && read.error().code == core::ErrorCode::archiveDamaged));
    }
}

TEST_CASE ("an index that is no JSON, or is nested without end, is damaged")
{
    const auto archive = archiveOf (goldenContent());

    for (const auto& index : { std::string(), std::string ("{"), std::string ("\xff"), std::string (100000, '['),
                               std::string (100000, '[') + std::string (100000, ']') })
        CHECK (readBack (withIndex (archive, index)).error().code == core::ErrorCode::archiveDamaged);
}

TEST_CASE ("keys of later versions are ignored")
{
    const auto read = readBack (withJson (archiveOf (goldenContent()), [] (Json& json)
    {
        json["later"] = { { "a", 1 } };
        take (json)["later"] = "x";
        segment (json)["later"] = nullptr;
        json["audio"][0]["later"] = true;
    }));

    REQUIRE (read);
    CHECK (read.value().modifications.at ("modification 1").takes.size() == 2);
}

TEST_CASE ("a description of a later version is dropped, the address is kept")
{
    const auto read = readBack (withJson (archiveOf (goldenContent()), [] (Json& json)
    {
        json["endpoint"]["description"] = R"({"protocol":"harp-9"})";
    }));

    REQUIRE (read);
    CHECK (read.value().endpoint->address == "http://127.0.0.1:7860");
    CHECK_FALSE (read.value().endpoint->description.has_value());
}

TEST_CASE ("a damaged modification that nobody asked for does no harm")
{
    const auto bytes = withJson (archiveOf (goldenContent()), [] (Json& json) { segment (json)["take"] = "not there"; });
    CHECK (readBack (bytes, [] (const std::string& id) { return id == "modification 2"; }));
}
