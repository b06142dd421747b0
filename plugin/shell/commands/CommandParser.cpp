// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandParser.h"

#include "ObjectNames.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <map>

namespace harp::shell
{

using core::Error;
using core::ErrorCode;
using Json = nlohmann::json;

namespace
{

Error invalid (std::string detail)
{
    return { ErrorCode::commandInvalid, {}, std::move (detail) };
}

enum class Type
{
    text,
    number, // a whole number from 0 up
    flag,
    texts,
    any
};

struct Member
{
    const char* name;
    Type type;
    bool required;
};

bool fits (const Json& value, Type type)
{
    switch (type)
    {
        case Type::text:   return value.is_string();
        case Type::number: return value.is_number_unsigned();
        case Type::flag:   return value.is_boolean();
        case Type::texts:  return value.is_array() && std::all_of (value.begin(), value.end(), [] (const auto& v) { return v.is_string(); });
        case Type::any:    return true;
    }

    return false;
}

const char* wordFor (Type type)
{
    switch (type)
    {
        case Type::text:   return "a text";
        case Type::number: return "a whole number from 0 up";
        case Type::flag:   return "true or false";
        case Type::texts:  return "a list of texts";
        case Type::any:    return "a value";
    }

    return "";
}

core::Status checkMembers (const Json& command, const std::string& name, const std::vector<Member>& members)
{
    for (const auto& [key, value] : command.items())
    {
        const auto found = std::find_if (members.begin(), members.end(), [&k = key] (const Member& m) { return k == m.name; });

        if (key != "do" && found == members.end())
            return invalid ("'" + name + "' has no member '" + key + "'");
    }

    for (const auto& member : members)
    {
        const auto found = command.find (member.name);

        if (found == command.end() && member.required)
            return invalid ("'" + name + "' needs the member '" + member.name + "'");

        if (found != command.end() && ! fits (*found, member.type))
            return invalid ("'" + std::string (member.name) + "' of '" + name + "' must be " + wordFor (member.type));
    }

    return core::Done {};
}

core::Result<Command> readProcess (const Json& json)
{
    ProcessCommand command;

    if (const auto found = json.find ("regions"); found != json.end())
    {
        command.regions.emplace();

        for (const auto& name : *found)
        {
            const auto id = regionFrom (name.get<std::string>());

            if (! id)
                return Error { ErrorCode::regionUnknown, {}, "'" + name.get<std::string>() + "' is no region" };

            command.regions->push_back (*id);
        }
    }

    return Command (command);
}

core::Result<Command> readChoose (const Json& json)
{
    ChooseCommand command;
    const auto region = json["region"].get<std::string>();
    const auto take = json["take"].get<std::string>();
    const auto output = json.value ("output", std::uint64_t {});
    const auto id = regionFrom (region);

    if (! id)
        return Error { ErrorCode::regionUnknown, {}, "'" + region + "' is no region" };

    if (output > static_cast<std::uint64_t> (std::numeric_limits<int>::max()))
        return Error { ErrorCode::takeUnknown, {}, "no output " + std::to_string (output) };

    command.region = *id;

    if (take != "original")
        command.choice = model::Document::Choice { take, static_cast<int> (output) };
    else if (json.contains ("output"))
        return invalid ("the original has no outputs to choose from");

    return Command (command);
}

core::Result<Command> readDeleteTake (const Json& json)
{
    DeleteTakeCommand command { json["take"].get<std::string>(), std::nullopt };

    if (const auto found = json.find ("modification"); found != json.end())
    {
        command.modification = modificationFrom (found->get<std::string>());

        if (! command.modification)
            return invalid ("'" + found->get<std::string>() + "' is no modification");
    }

    return Command (command);
}

core::Result<Command> readCancel (const Json& json)
{
    return Command (json.contains ("job") ? CancelCommand { json["job"].get<processing::JobId>() } : CancelCommand {});
}

core::Result<Command> readBrowse (const Json& json)
{
    return Command (json.contains ("address") ? BrowseCommand { json["address"].get<std::string>() } : BrowseCommand {});
}

struct Row
{
    std::vector<Member> members;
    core::Result<Command> (*read) (const Json&);
};

// The rows of README.md.
const std::map<std::string, Row>& rows()
{
    using Read = core::Result<Command>;

    static const std::map<std::string, Row> table {
        { "load", { { { "address", Type::text, true } },
                    [] (const Json& j) { return Read (LoadCommand { j["address"].get<std::string>() }); } } },
        { "browse", { { { "address", Type::text, false } }, readBrowse } },
        { "find", { { { "words", Type::text, true } },
                    [] (const Json& j) { return Read (FindCommand { j["words"].get<std::string>() }); } } },
        { "set", { { { "control", Type::text, true }, { "value", Type::any, true } },
                   [] (const Json& j) { return Read (SetCommand { j["control"].get<std::string>(), j["value"].dump() }); } } },
        { "process", { { { "regions", Type::texts, false } }, readProcess } },
        { "cancel", { { { "job", Type::number, false } }, readCancel } },
        { "choose", { { { "region", Type::text, true }, { "take", Type::text, true }, { "output", Type::number, false } }, readChoose } },
        { "delete_take", { { { "take", Type::text, true }, { "modification", Type::text, false } }, readDeleteTake } },
        { "undo", { {}, [] (const Json&) { return Read (UndoCommand {}); } } },
        { "redo", { {}, [] (const Json&) { return Read (RedoCommand {}); } } },
        { "consent", { { { "host", Type::text, true }, { "allow", Type::flag, true } },
                       [] (const Json& j) { return Read (ConsentCommand { j["host"].get<std::string>(), j["allow"].get<bool>() }); } } },
        { "dismiss", { { { "notice", Type::number, true } },
                       [] (const Json& j) { return Read (DismissCommand { j["notice"].get<std::uint64_t>() }); } } },
    };

    return table;
}

} // namespace

core::Result<Command> parseCommand (const std::string& text)
{
    const auto json = Json::parse (text, nullptr, false);

    if (! json.is_object())
        return invalid (json.is_discarded() ? "this is not JSON" : "a command is a JSON object");

    const auto name = json.find ("do");

    if (name == json.end() || ! name->is_string())
        return invalid ("a command needs the member 'do', a text");

    const auto row = rows().find (name->get<std::string>());

    if (row == rows().end())
        return invalid ("there is no command '" + name->get<std::string>() + "'");

    if (const auto status = checkMembers (json, row->first, row->second.members); ! status.ok())
        return status.error();

    return row->second.read (json);
}

} // namespace harp::shell
