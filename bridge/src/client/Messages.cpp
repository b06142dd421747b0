// SPDX-License-Identifier: MIT
#include "client/Messages.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace harp::bridge::wire
{

namespace
{

using Json = nlohmann::json;

// Thrown and caught inside of parse() alone.
struct Wrong
{
    const char* what;
};

constexpr std::int64_t maxFrames = std::int64_t { 1 } << 40;
constexpr std::int64_t maxChannels = 1024;

// Writing out a value recurses once for each level, so depth is bounded before anything is built.
bool isTooDeep (std::string_view line)
{
    int depth = 0;
    bool inString = false;

    for (std::size_t i = 0; i < line.size(); ++i)
    {
        const char c = line[i];

        if (inString)
        {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        }
        else if (c == '"')
            inString = true;
        else if ((c == '[' || c == '{') && ++depth > 64)
            return true;
        else if (c == ']' || c == '}')
            --depth;
    }

    return false;
}

const Json* find (const Json& object, const char* key)
{
    const auto at = object.find (key);
    return at == object.end() || at->is_null() ? nullptr : &*at;
}

std::string text (const Json& object, const char* key)
{
    const auto* value = find (object, key);

    if (value == nullptr)
        return {};

    if (! value->is_string())
        throw Wrong { "a text is not a string" };

    return value->get<std::string>();
}

std::string neededText (const Json& object, const char* key)
{
    auto value = text (object, key);

    if (value.empty())
        throw Wrong { "a text is missing" };

    return value;
}

std::int64_t integer (const Json& object, const char* key, std::int64_t lowest, std::int64_t highest)
{
    const auto* value = find (object, key);

    if (value == nullptr || ! value->is_number_integer())
        throw Wrong { "an integer is missing" };

    if (value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t> (highest))
        throw Wrong { "an integer is out of range" };

    const auto number = value->get<std::int64_t>();

    if (number < lowest || number > highest)
        throw Wrong { "an integer is out of range" };

    return number;
}

std::optional<double> number (const Json& object, const char* key, double lowest, double highest)
{
    const auto* value = find (object, key);

    if (value == nullptr)
        return std::nullopt;

    if (! value->is_number())
        throw Wrong { "a number is not a number" };

    return std::clamp (value->get<double>(), lowest, highest);
}

std::optional<int> count (const Json& object, const char* key)
{
    if (find (object, key) == nullptr)
        return std::nullopt;

    return static_cast<int> (integer (object, key, 0, std::numeric_limits<int>::max()));
}

JobId job (const Json& object, std::int64_t lowest = 1)
{
    return static_cast<JobId> (integer (object, "job", lowest, std::numeric_limits<std::int64_t>::max()));
}

std::string list (const Json& object, const char* key)
{
    const auto* value = find (object, key);

    if (value == nullptr)
        return "[]";

    if (! value->is_array())
        throw Wrong { "a list is not a list" };

    return value->dump();
}

Event readProgress (const Json& object)
{
    Progress progress;
    const auto stage = neededText (object, "stage");
    bool known = false;

    for (int i = 0; i <= static_cast<int> (Stage::checking) && ! known; ++i)
    {
        progress.stage = static_cast<Stage> (i);
        known = stage == nameOf (progress.stage);
    }

    if (! known)
        throw Wrong { "a stage is unknown" };

    progress.fraction = number (object, "fraction", 0.0, 1.0);
    progress.queueRank = count (object, "rank");
    progress.queueSize = count (object, "queue_size");
    progress.etaSeconds = number (object, "eta", 0.0, 1.0e9);
    progress.message = text (object, "message");
    return Progressed { job (object), std::move (progress) };
}

Event readDescribed (const Json& object)
{
    const auto* description = find (object, "description");

    if (description == nullptr || ! description->is_object())
        throw Wrong { "the description is missing" };

    return Described { job (object), description->dump() };
}

Event readListed (const Json& object)
{
    const auto* models = find (object, "list");

    if (models == nullptr || ! models->is_object())
        throw Wrong { "the list of models is missing" };

    return Listed { job (object), models->dump() };
}

Event readNeedBlock (const Json& object)
{
    return NeedBlock { job (object), neededText (object, "output"), integer (object, "frames", 1, maxFrames),
                       static_cast<int> (integer (object, "channels", 1, maxChannels)) };
}

Event readDone (const Json& object)
{
    Done done { job (object), {}, list (object, "data"), list (object, "notes") };
    const auto* audio = find (object, "audio");

    if (audio == nullptr || ! audio->is_array())
        throw Wrong { "the list of audio is missing" };

    for (const auto& entry : *audio)
    {
        if (! entry.is_object())
            throw Wrong { "an entry of audio is not an object" };

        const auto rate = number (entry, "rate", 0.0, 1.0e7);

        if (! rate || ! (*rate >= 1.0))
            throw Wrong { "a sample rate is out of range" };

        done.audio.push_back ({ neededText (entry, "output"), text (entry, "label"), *rate,
                                integer (entry, "frames", 1, maxFrames),
                                static_cast<int> (integer (entry, "channels", 1, maxChannels)) });
    }

    return done;
}

Event readFailed (const Json& object)
{
    auto code = neededText (object, "code");

    if (code.size() > 64 || code.find_first_not_of ("abcdefghijklmnopqrstuvwxyz_") != std::string::npos)
        throw Wrong { "an error code is malformed" };

    return Failed { job (object, 0), { std::move (code), text (object, "message"), text (object, "detail") } };
}

Event read (const Json& object)
{
    const auto name = neededText (object, "ev");

    if (name == "ready")
        return Ready { static_cast<int> (integer (object, "protocol", 0, 1000)) };

    if (name == "pong")
        return Pong { static_cast<std::uint64_t> (integer (object, "n", 0, std::numeric_limits<std::int64_t>::max())) };

    if (name == "progress")
        return readProgress (object);

    if (name == "described")
        return readDescribed (object);

    if (name == "models")
        return readListed (object);

    if (name == "need_block")
        return readNeedBlock (object);

    if (name == "done")
        return readDone (object);

    if (name == "failed")
        return readFailed (object);

    if (name == "ended")
        return Ended { job (object), text (object, "note") };

    throw Wrong { "the event is unknown" };
}

} // namespace

std::optional<Event> parse (std::string_view line, std::string& reason)
{
    if (isTooDeep (line))
    {
        reason = "a message is nested too deeply";
        return std::nullopt;
    }

    const auto object = Json::parse (line, nullptr, false);

    if (! object.is_object())
    {
        reason = "a line is not a JSON object";
        return std::nullopt;
    }

    try
    {
        return read (object);
    }
    catch (const Wrong& wrong)
    {
        reason = wrong.what;
    }
    catch (const Json::exception& exception)
    {
        reason = exception.what();
    }

    return std::nullopt;
}

} // namespace harp::bridge::wire
