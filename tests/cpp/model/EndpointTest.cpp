// SPDX-License-Identifier: GPL-3.0-or-later
#include <model/Endpoint.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <functional>
#include <iterator>

using namespace harp;
using namespace harp::model;
using Json = nlohmann::json;

namespace
{

std::string golden()
{
    std::ifstream file (HARP_CONTRACT_DIR "/description.json");
    return { std::istreambuf_iterator<char> (file), {} };
}

core::Result<EndpointDescription> changed (const std::function<void (Json&)>& change)
{
    auto json = Json::parse (golden());
    change (json);
    return EndpointDescription::fromJson (json.dump());
}

core::ErrorCode codeOf (const core::Result<EndpointDescription>& result)
{
    REQUIRE_FALSE (result);
    CHECK_FALSE (result.error().detail.empty());
    return result.error().code;
}

} // namespace

TEST_CASE ("the golden description is read in full")
{
    const auto read = EndpointDescription::fromJson (golden());
    REQUIRE (read);
    const auto& d = read.value();

    CHECK (d.protocol == "harp-0.3");
    CHECK (d.address == "http://127.0.0.1:7860");
    CHECK (d.host == "127.0.0.1");
    CHECK (d.local);
    CHECK (d.card.name == "Probe");
    CHECK (d.card.description == "A probe.");
    CHECK (d.card.author == "me");
    CHECK (d.card.tags == std::vector<std::string> { "example", "probe" });
    CHECK (d.json == golden());

    REQUIRE (d.inputs.size() == 7);
    CHECK (d.inputs[0].kind == InputKind::audio);
    CHECK (d.inputs[0].label == "Input Audio");
    CHECK (d.inputs[0].info == "The input.");
    CHECK (d.inputs[0].required);
    CHECK_FALSE (d.inputs[0].isControl());
    CHECK (d.inputs[1].kind == InputKind::midi);
    CHECK_FALSE (d.inputs[1].required);
    CHECK (d.inputs[2].kind == InputKind::slider);
    CHECK (d.inputs[2].isControl());
    CHECK (d.inputs[2].minimum == -24.0);
    CHECK (d.inputs[2].maximum == 24.0);
    CHECK (d.inputs[2].step == 1.0);
    CHECK (d.inputs[2].defaultJson == "7");
    CHECK (d.inputs[3].kind == InputKind::text);
    CHECK (d.inputs[3].defaultJson == "\"hello\"");
    CHECK (d.inputs[4].kind == InputKind::toggle);
    CHECK (d.inputs[4].defaultJson == "true");
    CHECK (d.inputs[5].kind == InputKind::choice);
    REQUIRE (d.inputs[5].choices.size() == 3);
    CHECK (d.inputs[5].choices[2].label == "Nice C");
    CHECK (d.inputs[5].choices[2].valueJson == "\"c\"");
    CHECK (d.inputs[6].kind == InputKind::number);
    CHECK (d.inputs[6].minimum == 0.0);

    REQUIRE (d.outputs.size() == 3);
    CHECK (d.outputs[0].kind == OutputKind::audio);
    CHECK (d.outputs[0].info == "Result.");
    CHECK (d.outputs[1].kind == OutputKind::midi);
    CHECK (d.outputs[2].kind == OutputKind::labels);
}

TEST_CASE ("inputs are found by id first, then by label")
{
    const auto read = changed ([] (Json& json) { json["inputs"][2]["label"] = "3"; });
    REQUIRE (read);
    const auto& d = read.value();

    CHECK (d.input ("3") == &d.inputs[3]);
    CHECK (d.input ("Flag") == &d.inputs[4]);
    CHECK (d.input ("flag") == nullptr);
    CHECK (d.audioInputs() == std::vector<const Input*> { &d.inputs[0] });
}

TEST_CASE ("unknown keys are ignored and open members may be left out")
{
    const auto read = changed ([] (Json& json)
    {
        json["later"] = Json::array ({ 1, 2 });
        json["inputs"][2]["later"] = true;
        json["inputs"][2]["step"] = nullptr;
        json["inputs"][6]["minimum"] = nullptr;
        json["inputs"][6].erase ("maximum");
        json["inputs"][3].erase ("value");
        json["inputs"][3]["info"] = nullptr;
        json["card"] = Json::object();
    });

    REQUIRE (read);
    CHECK_FALSE (read.value().inputs[2].step.has_value());
    CHECK_FALSE (read.value().inputs[6].minimum.has_value());
    CHECK_FALSE (read.value().inputs[6].maximum.has_value());
    CHECK (read.value().inputs[3].defaultJson == "null");
    CHECK (read.value().card.name.empty());
}

TEST_CASE ("files, several choices at once, and outputs that are no audio are known")
{
    const auto read = changed ([] (Json& json)
    {
        json["inputs"][5]["kind"] = "choices";
        json["inputs"][5]["value"] = Json::array ({ "b" });
        json["inputs"].push_back ({ { "id", "9" }, { "kind", "file" }, { "label", "Preset" }, { "required", false } });
        json["outputs"].clear();

        for (const auto* kind : { "file", "text", "json", "classes" })
            json["outputs"].push_back ({ { "id", kind }, { "kind", kind }, { "label", kind } });
    });

    REQUIRE (read);
    CHECK (read.value().inputs[5].kind == InputKind::choices);
    CHECK (read.value().inputs[5].isControl());
    CHECK_FALSE (read.value().inputs[5].choices.empty());
    CHECK_FALSE (read.value().inputs.back().isControl());
    CHECK (read.value().outputs.size() == 4);
    CHECK (read.value().unsuppliedInput() == nullptr);

    const auto needy = changed ([] (Json& json) { json["inputs"].push_back ({ { "id", "9" }, { "kind", "file" }, { "label", "Preset" }, { "required", true } }); });
    REQUIRE (needy);
    REQUIRE (needy.value().unsuppliedInput() != nullptr);
    CHECK (needy.value().unsuppliedInput()->label == "Preset");
}

TEST_CASE ("a region says how long a sound made from nothing shall be, the user does not")
{
    const auto read = changed ([] (Json& json) { json["duration"] = "2"; });
    REQUIRE (read);
    CHECK (read.value().isSetByUser (*read.value().input ("2"))); // with an audio input the model takes its length from there
    CHECK_FALSE (read.value().isSetByUser (*read.value().input ("0")));

    const auto generator = changed ([] (Json& json)
    {
        json["duration"] = "2";
        json["inputs"].erase (0);
    });

    REQUIRE (generator);
    CHECK_FALSE (generator.value().isSetByUser (*generator.value().input ("2")));
    CHECK (generator.value().isSetByUser (*generator.value().input ("3")));
}

TEST_CASE ("unknown kinds are errors that name what is unknown")
{
    const auto input = changed ([] (Json& json) { json["inputs"][4]["kind"] = "hologram"; });
    CHECK (codeOf (input) == core::ErrorCode::inputsUnsupported);
    CHECK (input.error().detail.find ("hologram") != std::string::npos);
    CHECK (input.error().detail.find ("Flag") != std::string::npos);

    CHECK (codeOf (changed ([] (Json& json) { json["outputs"][0]["kind"] = "hologram"; })) == core::ErrorCode::protocolNewer);
}

TEST_CASE ("what is not a description is refused")
{
    for (const std::string text : { "", "null", "[]", "{}", "{\"protocol\":", "\xff\xfe", "3" })
        CHECK (codeOf (EndpointDescription::fromJson (text)) == core::ErrorCode::notHarp);

    const std::vector<std::function<void (Json&)>> mistakes {
        [] (Json& json) { json.erase ("address"); },
        [] (Json& json) { json["local"] = "yes"; },
        [] (Json& json) { json["card"] = 3; },
        [] (Json& json) { json["card"]["tags"] = Json::array ({ 3 }); },
        [] (Json& json) { json["inputs"] = Json::object(); },
        [] (Json& json) { json["inputs"][0] = "audio"; },
        [] (Json& json) { json["inputs"][0]["required"] = 1; },
        [] (Json& json) { json["inputs"][0]["id"] = 0; },
        [] (Json& json) { json["inputs"][1]["id"] = "0"; },
        [] (Json& json) { json["inputs"][2]["minimum"] = "low"; },
        [] (Json& json) { json["inputs"][2]["minimum"] = 25; },
        [] (Json& json) { json["inputs"][2].erase ("maximum"); },
        [] (Json& json) { json["inputs"][5]["choices"][0] = "a"; },
        [] (Json& json) { json["inputs"][5].erase ("choices"); },
        [] (Json& json) { json["outputs"][1]["id"] = ""; },
        [] (Json& json) { json.erase ("outputs"); }
    };

    for (std::size_t i = 0; i < mistakes.size(); ++i)
    {
        INFO ("mistake " << i);
        CHECK (codeOf (changed (mistakes[i])) == core::ErrorCode::notHarp);
    }
}

TEST_CASE ("a description nested without end is refused instead of exhausting the stack")
{
    const std::string deep = std::string (200000, '[') + std::string (200000, ']');
    CHECK (codeOf (EndpointDescription::fromJson ("{\"inputs\":" + deep + "}")) == core::ErrorCode::notHarp);
}
