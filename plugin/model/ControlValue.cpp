// SPDX-License-Identifier: GPL-3.0-or-later
// Checks the value of one control before it is kept or sent.
#include "Endpoint.h"
#include "JsonAccess.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace harp::model
{

namespace
{

core::Error outOfRange (const Input& input, const std::string& accepted)
{
    return { core::ErrorCode::controlOutOfRange, {}, "'" + input.label + "' accepts " + accepted };
}

std::string readable (double number)
{
    char text[32];
    std::snprintf (text, sizeof (text), "%.10g", number);
    return text;
}

std::string rangeOf (const Input& input)
{
    if (input.minimum && input.maximum)
        return "numbers from " + readable (*input.minimum) + " to " + readable (*input.maximum);

    if (input.minimum)
        return "numbers from " + readable (*input.minimum) + " up";

    if (input.maximum)
        return "numbers up to " + readable (*input.maximum);

    return "numbers";
}

// A slider moves in steps from its minimum; its maximum can be reached in any case.
double onStep (const Input& input, double value)
{
    if (! input.step || ! (*input.step > 0.0) || ! input.minimum || value == input.maximum)
        return value;

    const auto steps = std::round ((value - *input.minimum) / *input.step);
    const auto nearest = *input.minimum + steps * *input.step;

    // 3 * 0.1 is 0.30000000000000004: what people wrote is kept when it is the step that they meant.
    if (std::abs (nearest - value) <= 1e-9 * std::max (std::abs (value), *input.step))
        return value;

    return std::min (std::strtod (readable (nearest).c_str(), nullptr), input.maximum.value_or (nearest));
}

// Whole numbers are written without a point, as Gradio's own pages send them: 7.0 is a float in Python, 7 is not.
std::string numberJson (double value)
{
    constexpr auto exactIntegers = 9007199254740992.0;
    return value == std::trunc (value) && std::abs (value) < exactIntegers ? std::to_string (static_cast<std::int64_t> (value))
                                                                            : textFrom (Json (value));
}

core::Result<std::string> checkedNumber (const Input& input, const Json& value)
{
    const auto number = value.is_number() ? value.get<double>() : std::nan ("");

    if (! std::isfinite (number) || (input.minimum && number < *input.minimum) || (input.maximum && number > *input.maximum))
        return outOfRange (input, rangeOf (input));

    if (input.whole && number != std::trunc (number))
        return outOfRange (input, "whole " + rangeOf (input));

    return numberJson (input.kind == InputKind::slider ? onStep (input, number) : number);
}

core::Result<std::string> checkedChoice (const Input& input, const Json& value)
{
    for (const auto& choice : input.choices)
        if (parsedOrDiscarded (choice.valueJson) == value)
            return choice.valueJson;

    for (const auto& choice : input.choices)
        if (value.is_string() && value.get<std::string>() == choice.label)
            return choice.valueJson;

    if (input.custom && value.is_string())
        return textFrom (value);

    std::string labels;

    for (const auto& choice : input.choices)
        labels += (labels.empty() ? "" : ", ") + choice.label;

    return outOfRange (input, "one of: " + labels);
}

core::Result<std::string> checkedChoices (const Input& input, const Json& values)
{
    if (! values.is_array())
        return outOfRange (input, "a list of choices");

    std::string list;

    for (const auto& value : values)
    {
        const auto one = checkedChoice (input, value);

        if (! one.ok())
            return one;

        list += (list.empty() ? "" : ",") + one.value();
    }

    return "[" + list + "]";
}

} // namespace

core::Result<std::string> checkedValue (const Input& input, const std::string& valueJson)
{
    const auto value = parsedOrDiscarded (valueJson);

    if (value.is_discarded())
        return core::Error { core::ErrorCode::controlOutOfRange, {}, "the value for '" + input.label + "' is not JSON" };

    // What the author left open may stay open.
    if (value.is_null() && input.isControl() && input.defaultJson == "null")
        return std::string ("null");

    switch (input.kind)
    {
        case InputKind::slider:
        case InputKind::number: return checkedNumber (input, value);
        case InputKind::choice: return checkedChoice (input, value);
        case InputKind::choices: return checkedChoices (input, value);
        case InputKind::text:
            return value.is_string() ? core::Result (textFrom (value)) : outOfRange (input, "a text");
        case InputKind::toggle:
            return value.is_boolean() ? core::Result (textFrom (value)) : outOfRange (input, "true or false");
        case InputKind::audio:
        case InputKind::midi:
        case InputKind::file: break;
    }

    return core::Error { core::ErrorCode::controlUnknown, {}, "'" + input.label + "' is an input, not a control" };
}

std::string withoutSecrets (const EndpointDescription& description, const std::string& valuesJson)
{
    auto values = parsedOrDiscarded (valuesJson);

    if (! values.is_object())
        return "{}";

    for (const auto& input : description.inputs)
        if (input.secret)
            values.erase (input.id);

    return textFrom (values);
}

} // namespace harp::model
