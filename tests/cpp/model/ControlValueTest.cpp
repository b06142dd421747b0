// SPDX-License-Identifier: GPL-3.0-or-later
#include <model/Endpoint.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::model;

namespace
{

Input slider (double minimum, double maximum, std::optional<double> step)
{
    Input input;
    input.kind = InputKind::slider;
    input.label = "Shift";
    input.minimum = minimum;
    input.maximum = maximum;
    input.step = step;
    input.defaultJson = "0";
    return input;
}

Input control (InputKind kind, std::string defaultJson)
{
    Input input;
    input.kind = kind;
    input.label = "Control";
    input.defaultJson = std::move (defaultJson);
    return input;
}

std::string good (const Input& input, const std::string& value)
{
    const auto checked = checkedValue (input, value);
    return checked ? checked.value() : "refused: " + checked.error().detail;
}

std::string refusal (const Input& input, const std::string& value)
{
    const auto checked = checkedValue (input, value);
    REQUIRE_FALSE (checked);
    CHECK (checked.error().code == core::ErrorCode::controlOutOfRange);
    return checked.error().detail;
}

} // namespace

TEST_CASE ("a slider takes numbers within its range, both ends included")
{
    const auto shift = slider (-24, 24, 1.0);

    CHECK (good (shift, "7") == "7");
    CHECK (good (shift, "-24") == "-24");
    CHECK (good (shift, "24.0") == "24");
    CHECK (refusal (shift, "24.001") == "'Shift' accepts numbers from -24 to 24");
    refusal (shift, "-25");
    refusal (shift, "\"7\"");
    refusal (shift, "true");
    refusal (shift, "null");
    refusal (shift, "1e999");
    refusal (shift, "");
    refusal (shift, "seven");
}

TEST_CASE ("a slider moves in its steps, and what is on a step stays as it was written")
{
    CHECK (good (slider (-24, 24, 1.0), "6.6") == "7");
    CHECK (good (slider (0, 1, 0.1), "0.3") == "0.3");
    CHECK (good (slider (0, 1, 0.1), "0.32") == "0.3");
    CHECK (good (slider (0.5, 2, 0.25), "0.8") == "0.75");
    CHECK (good (slider (0, 10, 3.0), "10") == "10");
    CHECK (good (slider (0, 10, 4.0), "9.9") == "8");
    CHECK (good (slider (0, 10, 4.0), "10") == "10");
    CHECK (good (slider (0, 11, 4.0), "10.5") == "11");
    CHECK (good (slider (0, 1, std::nullopt), "0.123456789") == "0.123456789");
    CHECK (good (slider (0, 1, 0.0), "0.77") == "0.77");
}

TEST_CASE ("a number may be open at either end")
{
    auto number = control (InputKind::number, "3");
    CHECK (good (number, "-1e6") == "-1000000");
    CHECK (good (number, "0.5") == "0.5");
    CHECK (refusal (number, "[]") == "'Control' accepts numbers");

    number.minimum = 0.0;
    CHECK (refusal (number, "-1") == "'Control' accepts numbers from 0 up");

    number.minimum.reset();
    number.maximum = 9.0;
    CHECK (refusal (number, "10") == "'Control' accepts numbers up to 9");
}

TEST_CASE ("texts and toggles take their own type only")
{
    CHECK (good (control (InputKind::text, "\"\""), "\"h\\u00e9llo\"") == "\"h\xC3\xA9llo\"");
    refusal (control (InputKind::text, "\"\""), "3");
    CHECK (good (control (InputKind::toggle, "false"), " true ") == "true");
    refusal (control (InputKind::toggle, "false"), "1");
}

TEST_CASE ("a choice may be given by value or by label, and is sent as its value")
{
    auto choice = control (InputKind::choice, "\"a\"");
    choice.choices = { { "a", "\"b\"" }, { "b", "\"c\"" }, { "Nice C", "3" } };

    CHECK (good (choice, "\"b\"") == "\"b\""); // the value goes before the label
    CHECK (good (choice, "\"a\"") == "\"b\"");
    CHECK (good (choice, "\"Nice C\"") == "3");
    CHECK (good (choice, "3.0") == "3");
    CHECK (refusal (choice, "\"d\"") == "'Control' accepts one of: a, b, Nice C");

    auto several = control (InputKind::choices, "[]");
    several.choices = choice.choices;
    CHECK (good (several, "[\"Nice C\", \"b\"]") == "[3,\"b\"]");
    CHECK (good (several, "[]") == "[]");
    CHECK (refusal (several, "[\"b\", \"d\"]") == "'Control' accepts one of: a, b, Nice C");
    CHECK (refusal (several, "\"b\"") == "'Control' accepts a list of choices");
}

TEST_CASE ("what the author left open may stay open, nothing else")
{
    CHECK (good (control (InputKind::number, "null"), "null") == "null");
    CHECK (good (control (InputKind::choice, "null"), "null") == "null");
    refusal (control (InputKind::toggle, "true"), "null");
}

TEST_CASE ("audio and MIDI inputs have no value")
{
    for (const auto kind : { InputKind::audio, InputKind::midi })
    {
        const auto checked = checkedValue (control (kind, "null"), "null");
        REQUIRE_FALSE (checked);
        CHECK (checked.error().code == core::ErrorCode::controlUnknown);
    }
}
