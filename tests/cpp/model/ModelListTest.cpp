// SPDX-License-Identifier: GPL-3.0-or-later
#include <model/ModelList.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <set>

using namespace harp;
using namespace harp::model;
using ListJson = nlohmann::json;

namespace
{

ListJson contract (const std::string& name)
{
    std::ifstream file (HARP_CONTRACT_DIR "/" + name);
    return ListJson::parse (file);
}

core::Result<ModelList> listWith (const std::function<void (ListJson&)>& change)
{
    auto json = contract ("normalised/models.json");
    change (json);
    return ModelList::fromJson (json.dump());
}

std::vector<std::string> namesFound (const ModelList& list, const std::string& words)
{
    std::vector<std::string> names;

    for (const auto place : ModelSearch (list).find (words))
        names.push_back (list.models[place].name);

    return names;
}

} // namespace

TEST_CASE ("the golden list of models is read in full, as it is hosted and as the client gives it on")
{
    for (const auto* document : { "models.json", "normalised/models.json" })
    {
        INFO (document);
        const auto read = ModelList::fromJson (contract (document).dump());
        REQUIRE (read);
        const auto& list = read.value();

        CHECK (list.name == "Models of a lab");
        CHECK (list.description == "What we made and keep running.");
        CHECK (list.updated == "2026-11-22");
        CHECK (list.notes.empty());
        REQUIRE (list.models.size() == 3);
        CHECK (list.models[0].name == "Pitch Shift");
        CHECK (list.models[0].address == "some-lab/pitch-shift");
        CHECK (list.models[0].description == "Moves the pitch of a sound and keeps its timing.");
        CHECK (list.models[0].author == "Some Lab");
        CHECK (list.models[0].licence == "MIT");
        CHECK (list.models[0].tags == std::vector<std::string> { "pitch", "voice" });
        CHECK (list.models[1].address == "https://models.lab.example/onsets");
        CHECK (list.models[1].outputs == std::vector<std::string> { "audio", "labels" });
        CHECK (list.models[2].inputs == std::vector<std::string> { "text" });
        CHECK (list.models[2].licence.empty());
    }
}

TEST_CASE ("what a client must have left out refuses the list")
{
    // The rest is not looked at here, or (markup, where http may lead) is nothing that a picture of plain text could suffer from.
    const std::set<std::string> fieldsReadHere { "name", "description", "address", "tags", "inputs", "outputs" };
    const std::set<std::string> left { R"({"name":"<img src=x>"})", R"({"address":"http://lab.example"})" };
    const auto document = contract ("models_wrong.json");
    int refused = 0;

    for (const auto& wrong : document["entries"])
    {
        if (! fieldsReadHere.contains (wrong["field"]) || left.contains (wrong["change"].dump()))
            continue;

        INFO (wrong.dump());
        const auto read = listWith ([&] (ListJson& json) { json["models"][0].update (wrong["change"]); });
        REQUIRE_FALSE (read);
        CHECK (read.error().code == core::ErrorCode::modelsInvalid);
        CHECK (read.error().detail.find (wrong["field"].get<std::string>()) != std::string::npos);
        ++refused;
    }

    CHECK (refused >= 15);
}

TEST_CASE ("lengths and numbers are bounded, in characters and not in bytes")
{
    const auto many = [] (const char* what, std::size_t count)
    {
        std::string text;

        for (std::size_t i = 0; i < count; ++i)
            text += what;

        return text;
    };

    CHECK (listWith ([&] (ListJson& json) { json["models"][0]["name"] = many ("\xc3\xa9", 200); }));
    CHECK (listWith ([&] (ListJson& json) { json["models"][0]["description"] = "one line\n\xf0\x9f\x8e\xb8 another"; }));

    const std::vector<std::function<void (ListJson&)>> mistakes {
        [&] (ListJson& json) { json["models"][0]["name"] = many ("\xc3\xa9", 201); },
        [&] (ListJson& json) { json["models"][0]["name"] = " \n"; },
        [&] (ListJson& json) { json["models"][0]["description"] = many ("a", 2001); },
        [&] (ListJson& json) { json["models"][0]["address"] = "https://lab.example/" + many ("a", 2048); },
        [&] (ListJson& json) { json["models"][0]["address"] = "some-lab/p\xc3\xa9tch"; },
        [&] (ListJson& json) { json["models"][0]["address"] = "nothing"; },
        [&] (ListJson& json) { json["models"][0]["licence"] = many ("a", 201); },
        [&] (ListJson& json) { json["models"][0]["tags"] = std::vector<std::string> (33, "a"); },
        [&] (ListJson& json) { json["models"][0]["tags"] = { many ("a", 65) }; },
        [&] (ListJson& json) { json["models"][0].erase ("outputs"); },
        [&] (ListJson& json) { json["models"][0] = "some-lab/pitch-shift"; },
        [&] (ListJson& json) { json["models"] = std::vector<ListJson> (ModelList::mostModels + 1, json["models"][0]); },
        [&] (ListJson& json) { json.erase ("models"); },
        [&] (ListJson& json) { json["version"] = 2; },
        [&] (ListJson& json) { json["name"] = "Models \x1b[2J"; },
        [&] (ListJson& json) { json["notes"] = { many ("a", 501) }; },
        [&] (ListJson& json) { json["notes"] = std::vector<std::string> (33, "a"); }
    };

    for (std::size_t i = 0; i < mistakes.size(); ++i)
    {
        INFO ("mistake " << i);
        CHECK_FALSE (listWith (mistakes[i]));
    }
}

TEST_CASE ("what is no list of models is refused")
{
    for (const std::string text : { "", "null", "[]", "{}", "{\"version\":", "\xff\xfe", "{\"version\":1,\"models\":[\"\xff\"]}" })
    {
        INFO (text);
        CHECK_FALSE (ModelList::fromJson (text));
    }

    CHECK_FALSE (ModelList::fromJson ("{\"models\":" + std::string (200000, '[') + std::string (200000, ']') + "}"));
}

TEST_CASE ("models are found by all of the words, wherever they stand and in whatever letters")
{
    const auto read = listWith ([] (ListJson& json) { json["models"][1]["description"] = "\xc3\x89tudes de \xd0\x9c\xd1\x83\xd0\xb7\xd1\x8b\xd0\xba\xd0\xb0."; });
    REQUIRE (read);
    const auto& list = read.value();
    using Names = std::vector<std::string>;

    CHECK (namesFound (list, "") == Names { "Pitch Shift", "Onsets", "Tone" });
    CHECK (namesFound (list, "  \t ") == Names { "Pitch Shift", "Onsets", "Tone" });
    CHECK (namesFound (list, "SOME lab") == Names { "Pitch Shift", "Onsets" });
    CHECK (namesFound (list, "voice pitch") == Names { "Pitch Shift" });
    CHECK (namesFound (list, "models.lab") == Names { "Onsets" });
    CHECK (namesFound (list, "\xc3\xa9TUDES") == Names { "Onsets" });
    CHECK (namesFound (list, "\xd0\xbc\xd0\xa3\xd0\x97") == Names { "Onsets" });
    CHECK (namesFound (list, "pitch tone").empty());
}
