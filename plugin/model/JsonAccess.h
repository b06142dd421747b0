// SPDX-License-Identifier: GPL-3.0-or-later
// Reads members of JSON documents that nobody vouches for: a missing or wrong one is a BadJson that names it. Private to
// the model, and caught inside of it. [any] thread.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace harp::model
{

using Json = nlohmann::json;

struct BadJson : std::runtime_error
{
    using std::runtime_error::runtime_error;
};

// Throws BadJson or the parser's own exception. Nested more deeply than anything of ours: refused, because what walks
// through a document later does so recursively.
inline Json parsed (const std::string& text)
{
    return Json::parse (text, [] (int depth, Json::parse_event_t, const Json&)
    {
        return depth <= 64 ? true : throw BadJson ("nested too deeply");
    });
}

// A discarded value instead of an exception.
inline Json parsedOrDiscarded (const std::string& text)
{
    try
    {
        return parsed (text);
    }
    catch (const std::exception&)
    {
        return Json (Json::value_t::discarded);
    }
}

inline const Json& member (const Json& object, const char* key)
{
    if (! object.is_object())
        throw BadJson (std::string ("the parent of '") + key + "' is not an object");

    const auto found = object.find (key);

    if (found == object.end())
        throw BadJson (std::string ("'") + key + "' is missing");

    return *found;
}

inline const Json& arrayIn (const Json& object, const char* key)
{
    const auto& value = member (object, key);

    if (! value.is_array())
        throw BadJson (std::string ("'") + key + "' is not a list");

    return value;
}

inline std::string textOf (const Json& value, const char* key)
{
    if (! value.is_string())
        throw BadJson (std::string ("'") + key + "' is not a text");

    return value.get<std::string>();
}

inline std::string textIn (const Json& object, const char* key) { return textOf (member (object, key), key); }

// Missing and null are empty.
inline std::string optionalTextIn (const Json& object, const char* key)
{
    const auto found = object.find (key);
    return found == object.end() || found->is_null() ? std::string() : textOf (*found, key);
}

inline double numberOf (const Json& value, const char* key)
{
    if (! value.is_number() || ! std::isfinite (value.get<double>()))
        throw BadJson (std::string ("'") + key + "' is not a number");

    return value.get<double>();
}

inline double numberIn (const Json& object, const char* key) { return numberOf (member (object, key), key); }

inline std::optional<double> optionalNumberIn (const Json& object, const char* key)
{
    const auto found = object.find (key);
    return found == object.end() || found->is_null() ? std::nullopt : std::optional (numberOf (*found, key));
}

// An integer within [lowest, highest].
inline std::int64_t integerOf (const Json& value, const char* key, std::int64_t lowest, std::int64_t highest)
{
    const auto inRange = value.is_number_unsigned() ? value.get<std::uint64_t>() <= static_cast<std::uint64_t> (std::max<std::int64_t> (highest, 0))
                                                          && static_cast<std::int64_t> (value.get<std::uint64_t>()) >= lowest
                                                    : value.is_number_integer() && value.get<std::int64_t>() >= lowest
                                                          && value.get<std::int64_t>() <= highest;

    if (! inRange)
        throw BadJson (std::string ("'") + key + "' is not a whole number in its range");

    return value.get<std::int64_t>();
}

inline std::int64_t integerIn (const Json& object, const char* key, std::int64_t lowest, std::int64_t highest)
{
    return integerOf (member (object, key), key, lowest, highest);
}

inline bool boolIn (const Json& object, const char* key)
{
    const auto& value = member (object, key);

    if (! value.is_boolean())
        throw BadJson (std::string ("'") + key + "' is neither true nor false");

    return value.get<bool>();
}

// Never throws on broken UTF-8: such bytes become the replacement character.
inline std::string textFrom (const Json& json)
{
    return json.dump (-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace harp::model
