// SPDX-License-Identifier: GPL-3.0-or-later
// What endpoints of every generation say, as the client gives it on (tests/contract/normalised): nothing of it is lost in the plug-in.
#include <model/Endpoint.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <map>

using namespace harp;
using namespace harp::model;
using GoldenJson = nlohmann::json;

namespace
{

GoldenJson normalised (const std::string& name)
{
    std::ifstream file (HARP_CONTRACT_DIR "/normalised/" + name + ".json");
    return GoldenJson::parse (file);
}

const char* wordFor (InputKind kind)
{
    switch (kind)
    {
        case InputKind::audio:   return "audio";
        case InputKind::midi:    return "midi";
        case InputKind::file:    return "file";
        case InputKind::slider:  return "slider";
        case InputKind::number:  return "number";
        case InputKind::text:    return "text";
        case InputKind::toggle:  return "toggle";
        case InputKind::choice:  return "choice";
        case InputKind::choices: return "choices";
    }

    return "";
}

const char* wordFor (OutputKind kind)
{
    switch (kind)
    {
        case OutputKind::audio:   return "audio";
        case OutputKind::midi:    return "midi";
        case OutputKind::labels:  return "labels";
        case OutputKind::file:    return "file";
        case OutputKind::text:    return "text";
        case OutputKind::json:    return "json";
        case OutputKind::classes: return "classes";
    }

    return "";
}

template <typename Value>
GoldenJson orNull (const std::optional<Value>& value)
{
    return value ? GoldenJson (*value) : GoldenJson();
}

// An input written again from what was read of it.
GoldenJson written (const Input& input)
{
    GoldenJson json { { "id", input.id }, { "kind", wordFor (input.kind) }, { "label", input.label }, { "info", input.info } };

    if (! input.isControl())
    {
        json["required"] = input.required;
        return json;
    }

    json["value"] = GoldenJson::parse (input.defaultJson);

    if (input.kind == InputKind::slider || input.kind == InputKind::number)
        json.update ({ { "minimum", orNull (input.minimum) }, { "maximum", orNull (input.maximum) } });

    if (input.kind == InputKind::slider)
        json["step"] = orNull (input.step);

    for (const auto& [said, key] : { std::pair (input.whole, "whole"), std::pair (input.secret, "secret"), std::pair (input.custom, "custom") })
        if (said)
            json[key] = true;

    for (const auto& choice : input.choices)
        json["choices"].push_back ({ { "label", choice.label }, { "value", GoldenJson::parse (choice.valueJson) } });

    return json;
}

// Members that the plug-in has no use for: it takes no files, and has one widget for each kind.
GoldenJson withoutUnused (GoldenJson input)
{
    for (const auto* key : { "file_types", "multiple", "lines", "display" })
        input.erase (key);

    if (input["kind"] == "number")
        input.erase ("step");

    return input;
}

} // namespace

TEST_CASE ("the golden description of every generation is read without loss")
{
    const std::map<std::string, std::string> protocols { { "controls_harp", "harp-1.0" },      { "controls_0_3", "harp-0.3" }, { "controls_0_3_reduced", "harp-0.3" },
                                                         { "controls_0_2", "harp-0.2" },       { "ctrls_0_1", "harp-0.1" },    { "ctrls_0_1_1_midi", "harp-0.1" } };

    for (const auto& [name, protocol] : protocols)
    {
        INFO (name);
        const auto golden = normalised (name);
        const auto read = EndpointDescription::fromJson (golden.dump());
        REQUIRE (read);
        const auto& d = read.value();

        CHECK (d.protocol == protocol);
        CHECK (d.address == golden["address"]);
        CHECK (d.host == golden["host"]);
        CHECK (d.local == golden["local"]);
        CHECK (d.card.name == golden["card"]["name"]);
        CHECK (d.card.description == golden["card"]["description"]);
        CHECK (d.card.author == golden["card"]["author"]);
        CHECK (GoldenJson (d.card.tags) == golden["card"]["tags"]);

        REQUIRE (d.inputs.size() == golden["inputs"].size());
        REQUIRE (d.outputs.size() == golden["outputs"].size());

        for (std::size_t i = 0; i < d.inputs.size(); ++i)
            CHECK (written (d.inputs[i]) == withoutUnused (golden["inputs"][i]));

        for (std::size_t i = 0; i < d.outputs.size(); ++i)
        {
            const auto& output = d.outputs[i];
            CHECK (GoldenJson ({ { "id", output.id }, { "kind", wordFor (output.kind) }, { "label", output.label }, { "info", output.info } }) == golden["outputs"][i]);
        }
    }
}

TEST_CASE ("every control of a golden description takes its own default")
{
    for (const auto* name : { "controls_harp", "controls_0_3", "controls_0_3_reduced", "controls_0_2", "ctrls_0_1", "ctrls_0_1_1_midi" })
    {
        INFO (name);
        const auto read = EndpointDescription::fromJson (normalised (name).dump());
        REQUIRE (read);

        for (const auto& input : read.value().inputs)
            if (input.isControl())
            {
                INFO (input.label);
                const auto checked = checkedValue (input, input.defaultJson);
                REQUIRE (checked);
                CHECK (GoldenJson::parse (checked.value()) == GoldenJson::parse (input.defaultJson));
            }
    }
}

TEST_CASE ("which of the golden endpoints a region alone can feed")
{
    const auto missing = [] (const char* name)
    {
        const auto description = EndpointDescription::fromJson (normalised (name).dump());
        const auto* const input = description.value().unsuppliedInput();
        return input != nullptr ? input->label : std::string();
    };

    CHECK (missing ("controls_harp").empty());
    CHECK (missing ("controls_0_3").empty());
    CHECK (missing ("controls_0_2").empty());
    CHECK (missing ("ctrls_0_1_1_midi") == "Input Midi");
}
