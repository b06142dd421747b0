// SPDX-License-Identifier: GPL-3.0-or-later
#include "EndpointValues.h"

#include "HostName.h"

#include <nlohmann/json.hpp>

namespace harp::processing
{

using core::Error;
using core::ErrorCode;
using Json = nlohmann::json;

namespace
{

std::string textOf (const Json& json)
{
    return json.dump (-1, ' ', false, Json::error_handler_t::replace);
}

Json parsed (const std::string& text)
{
    return Json::parse (text, nullptr, false);
}

} // namespace

std::string completeValues (const model::EndpointDescription& description, const std::string& valuesJson)
{
    const auto given = parsed (valuesJson);
    auto result = Json::object();

    for (const auto& input : description.inputs)
    {
        if (! description.isSetByUser (input))
            continue;

        auto value = parsed (input.defaultJson);

        if (given.is_object() && given.contains (input.id))
            if (const auto checked = model::checkedValue (input, textOf (given[input.id])); checked.ok())
                value = parsed (checked.value());

        result[input.id] = value.is_discarded() ? Json() : value;
    }

    return textOf (result);
}

core::Result<model::EndpointState> withValue (model::EndpointState state, const std::string& control, const std::string& valueJson)
{
    if (! state.description)
        return Error { ErrorCode::notLoaded, {}, {} };

    const auto* const input = state.description->input (control);

    if (input == nullptr || ! state.description->isSetByUser (*input))
        return Error { ErrorCode::controlUnknown, {}, "no control '" + control + "'" };

    const auto checked = model::checkedValue (*input, valueJson);

    if (! checked.ok())
        return checked.error();

    auto values = parsed (completeValues (*state.description, state.valuesJson));
    values[input->id] = parsed (checked.value());
    state.valuesJson = textOf (values);
    return state;
}

model::EndpointState loadedState (const model::EndpointState& before, model::EndpointDescription description, const std::string& typedAddress)
{
    model::EndpointState result;
    const bool same = before.description && before.description->address == description.address;

    // Servers hand out links with signatures in their query; a project is no place for them.
    result.address = withoutQuery (typedAddress);
    result.valuesJson = completeValues (description, same ? before.valuesJson : std::string ("{}"));
    result.description = std::move (description);
    return result;
}

} // namespace harp::processing
