// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the normalised description of an endpoint, tests/contract/PROTOCOL.md section 2.
#include "Endpoint.h"
#include "JsonAccess.h"

#include <algorithm>
#include <array>
#include <utility>

namespace harp::model
{

namespace
{

using core::ErrorCode;

struct UnknownKind
{
    ErrorCode code;
    std::string detail;
};

constexpr std::array<std::pair<std::string_view, InputKind>, 9> inputKinds { {
    { "audio", InputKind::audio }, { "midi", InputKind::midi }, { "file", InputKind::file }, { "slider", InputKind::slider },
    { "number", InputKind::number }, { "text", InputKind::text }, { "toggle", InputKind::toggle }, { "choice", InputKind::choice },
    { "choices", InputKind::choices }
} };

constexpr std::array<std::pair<std::string_view, OutputKind>, 7> outputKinds { {
    { "audio", OutputKind::audio }, { "midi", OutputKind::midi }, { "labels", OutputKind::labels }, { "file", OutputKind::file },
    { "text", OutputKind::text }, { "json", OutputKind::json }, { "classes", OutputKind::classes }
} };

template <typename Kinds>
auto kindIn (const Json& json, const Kinds& kinds, ErrorCode codeWhenUnknown)
{
    const auto name = textIn (json, "kind");
    const auto found = std::ranges::find (kinds, name, [] (const auto& kind) { return kind.first; });

    if (found == kinds.end())
        throw UnknownKind { codeWhenUnknown, "'" + optionalTextIn (json, "label") + "' is of the unknown kind '" + name + "'" };

    return found->second;
}

Card cardFrom (const Json& json)
{
    if (! json.is_object())
        throw BadJson ("'card' is not an object");

    Card card { optionalTextIn (json, "name"), optionalTextIn (json, "description"), optionalTextIn (json, "author"), {} };

    if (const auto tags = json.find ("tags"); tags != json.end() && tags->is_array())
        for (const auto& tag : *tags)
            card.tags.push_back (textOf (tag, "tags"));

    return card;
}

void readRange (Input& input, const Json& json)
{
    if (input.kind == InputKind::slider)
    {
        input.minimum = numberIn (json, "minimum");
        input.maximum = numberIn (json, "maximum");
        input.step = optionalNumberIn (json, "step");
    }
    else if (input.kind == InputKind::number)
    {
        input.minimum = optionalNumberIn (json, "minimum");
        input.maximum = optionalNumberIn (json, "maximum");
    }

    if (input.minimum && input.maximum && *input.minimum > *input.maximum)
        throw BadJson ("the minimum of '" + input.label + "' is above its maximum");
}

bool isSaid (const Json& json, const char* key)
{
    const auto said = json.find (key);
    return said != json.end() && said->is_boolean() && said->get<bool>();
}

Input inputFrom (const Json& json)
{
    Input input;
    input.id = textIn (json, "id");
    input.kind = kindIn (json, inputKinds, ErrorCode::inputsUnsupported);
    input.label = textIn (json, "label");
    input.info = optionalTextIn (json, "info");
    readRange (input, json);
    input.whole = isSaid (json, "whole");
    input.secret = isSaid (json, "secret");
    input.custom = isSaid (json, "custom");

    if (input.isControl())
    {
        if (const auto value = json.find ("value"); value != json.end())
            input.defaultJson = textFrom (*value);
    }
    else
    {
        input.required = boolIn (json, "required");
    }

    if (input.kind == InputKind::choice || input.kind == InputKind::choices)
        for (const auto& choice : arrayIn (json, "choices"))
            input.choices.push_back ({ textIn (choice, "label"), textFrom (member (choice, "value")) });

    return input;
}

Output outputFrom (const Json& json)
{
    return { textIn (json, "id"), kindIn (json, outputKinds, ErrorCode::protocolNewer), textIn (json, "label"), optionalTextIn (json, "info") };
}

template <typename Item>
void add (std::vector<Item>& items, Item item)
{
    if (item.id.empty() || std::ranges::any_of (items, [&] (const Item& other) { return other.id == item.id; }))
        throw BadJson ("the id '" + item.id + "' is empty or used twice");

    items.push_back (std::move (item));
}

EndpointDescription read (const Json& json)
{
    EndpointDescription description;
    description.protocol = textIn (json, "protocol");
    description.address = textIn (json, "address");
    description.host = textIn (json, "host");
    description.local = boolIn (json, "local");
    description.card = cardFrom (member (json, "card"));

    for (const auto& input : arrayIn (json, "inputs"))
        add (description.inputs, inputFrom (input));

    description.durationControl = optionalTextIn (json, "duration");

    for (const auto& output : arrayIn (json, "outputs"))
        add (description.outputs, outputFrom (output));

    return description;
}

} // namespace

core::Result<EndpointDescription> EndpointDescription::fromJson (const std::string& text)
{
    try
    {
        auto description = read (parsed (text));
        description.json = text;
        return description;
    }
    catch (const UnknownKind& unknown)
    {
        return core::Error { unknown.code, {}, unknown.detail };
    }
    catch (const std::exception& problem) // BadJson, or the parser's
    {
        return core::Error { ErrorCode::notHarp, {}, std::string ("the description of the endpoint: ") + problem.what() };
    }
}

const Input* EndpointDescription::input (const std::string& idOrLabel) const
{
    for (const auto key : { &Input::id, &Input::label })
        if (const auto found = std::ranges::find (inputs, idOrLabel, key); found != inputs.end())
            return &*found;

    return nullptr;
}

bool EndpointDescription::isSetByUser (const Input& input) const
{
    return input.isControl() && (durationControl.empty() || input.id != durationControl || ! audioInputs().empty());
}

const Input* EndpointDescription::unsuppliedInput() const
{
    const auto audio = audioInputs();

    for (const auto& input : inputs)
        if (input.required && ! input.isControl() && (audio.empty() || &input != audio.front()))
            return &input;

    return nullptr;
}

std::vector<const Input*> EndpointDescription::audioInputs() const
{
    std::vector<const Input*> result;

    for (const auto& input : inputs)
        if (input.kind == InputKind::audio)
            result.push_back (&input);

    return result;
}

} // namespace harp::model
