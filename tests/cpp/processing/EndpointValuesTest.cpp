// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

#include <processing/EndpointValues.h>

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::processing;
using Json = nlohmann::json;

TEST_CASE ("values are complete: what is missing, unknown or out of range becomes the default")
{
    const auto endpoint = test::endpointAt ("http://localhost:1/gain", test::plainInputs);
    const auto values = [&endpoint] (const char* given) { return Json::parse (completeValues (*endpoint.description, given)); };

    CHECK (values ("{}") == Json ({ { "1", 2 } }));
    CHECK (values (R"({"1": 3})") == Json ({ { "1", 3 } }));
    CHECK (values (R"({"1": 99})") == Json ({ { "1", 2 } }));
    CHECK (values (R"({"1": 3, "0": "x", "5": 1})") == Json ({ { "1", 3 } }));
    CHECK (values ("nonsense") == Json ({ { "1", 2 } }));
}

TEST_CASE ("a control is set by id or label, and refused with the reason")
{
    const auto endpoint = test::endpointAt ("http://localhost:1/gain", test::plainInputs);

    CHECK (Json::parse (withValue (endpoint, "1", "3.5").value().valuesJson)["1"] == 3.5);
    CHECK (Json::parse (withValue (endpoint, "Gain", "1").value().valuesJson)["1"] == 1);
    CHECK (withValue (endpoint, "Pitch", "1").error().code == core::ErrorCode::controlUnknown);
    CHECK (withValue (endpoint, "Input", "1").error().code == core::ErrorCode::controlUnknown); // audio is no control
    CHECK (withValue (endpoint, "1", "5").error().code == core::ErrorCode::controlOutOfRange);
    CHECK (withValue ({}, "1", "1").error().code == core::ErrorCode::notLoaded);
}

TEST_CASE ("loading the same endpoint again keeps its values, another one starts from the defaults")
{
    auto before = test::endpointAt ("http://localhost:1/gain", test::plainInputs);
    before.valuesJson = R"({"1": 3.5})";

    const auto again = loadedState (before, *test::endpointAt ("http://localhost:1/gain", test::plainInputs).description, "localhost:1/gain?__sign=secret");
    CHECK (Json::parse (again.valuesJson)["1"] == 3.5);
    CHECK (again.address == "localhost:1/gain");

    const auto other = loadedState (before, *test::endpointAt ("http://localhost:2/gain", test::plainInputs).description, "localhost:2/gain");
    CHECK (Json::parse (other.valuesJson)["1"] == 2);
}

TEST_CASE ("whole numbers, and choices that take other texts, are checked as such")
{
    const auto endpoint = test::endpointAt ("http://localhost:1/gain", R"([
        {"kind": "number", "id": "1", "label": "Steps", "info": "", "minimum": 0, "maximum": 9, "value": 2, "whole": true},
        {"kind": "choice", "id": "2", "label": "Voice", "info": "", "choices": [{"label": "Low", "value": "low"}], "value": "low", "custom": true}])");

    CHECK (Json::parse (withValue (endpoint, "Steps", "3.0").value().valuesJson)["1"] == 3);
    CHECK (withValue (endpoint, "Steps", "3.5").error().detail.find ("whole numbers from 0 to 9") != std::string::npos);
    CHECK (Json::parse (withValue (endpoint, "Voice", "\"my own\"").value().valuesJson)["2"] == "my own");
    CHECK (Json::parse (withValue (endpoint, "Voice", "\"Low\"").value().valuesJson)["2"] == "low");
    CHECK (withValue (endpoint, "Voice", "7").error().code == core::ErrorCode::controlOutOfRange);
}

TEST_CASE ("a secret is sent, and not among what a project keeps")
{
    const auto endpoint = test::endpointAt ("http://localhost:1/gain", R"([
        {"kind": "text", "id": "1", "label": "Prompt", "info": "", "value": ""},
        {"kind": "text", "id": "2", "label": "Key", "info": "", "value": "", "secret": true}])");
    const auto set = withValue (withValue (endpoint, "Prompt", "\"a\"").value(), "Key", "\"b\"").value();

    CHECK (Json::parse (completeValues (*set.description, set.valuesJson)) == Json ({ { "1", "a" }, { "2", "b" } }));
    CHECK (Json::parse (model::withoutSecrets (*set.description, set.valuesJson)) == Json ({ { "1", "a" } }));
}
