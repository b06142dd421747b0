// SPDX-License-Identifier: GPL-3.0-or-later
#include <shell/commands/CommandParser.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::shell;
using core::ErrorCode;

namespace
{

template <typename T>
T parsed (const char* json)
{
    const auto command = parseCommand (json);
    INFO (json);
    REQUIRE (command.ok());
    return std::get<T> (command.value());
}

core::Error refused (const std::string& json)
{
    const auto command = parseCommand (json);
    INFO (json);
    REQUIRE_FALSE (command.ok());
    return command.error();
}

} // namespace

TEST_CASE ("every command is read with its members")
{
    CHECK (parsed<LoadCommand> (R"({"do":"load","address":"user/space"})").address == "user/space");
    CHECK (parsed<BrowseCommand> (R"({"do":"browse","address":"https://lab.example/models.json"})").address == "https://lab.example/models.json");
    CHECK_FALSE (parsed<BrowseCommand> (R"({"do":"browse"})").address.has_value());
    CHECK (parsed<FindCommand> (R"({"do":"find","words":"voice drums"})").words == "voice drums");
    CHECK (parsed<SetCommand> (R"({"do":"set","control":"Gain","value":1.5})").valueJson == "1.5");
    CHECK (parsed<SetCommand> (R"({"do":"set","control":"2","value":"a\"b"})").valueJson == R"("a\"b")");
    CHECK_FALSE (parsed<ProcessCommand> (R"({"do":"process"})").regions.has_value());
    CHECK (parsed<ProcessCommand> (R"({"do":"process","regions":["r1","r2"]})").regions == std::vector { model::RegionId { 1 }, model::RegionId { 2 } });
    CHECK (parsed<ProcessCommand> (R"({"do":"process","regions":[]})").regions.has_value());
    CHECK (parsed<CancelCommand> (R"({"do":"cancel","job":7})").job == 7);
    CHECK_FALSE (parsed<CancelCommand> (R"({"do":"cancel"})").job.has_value());
    CHECK_FALSE (parsed<ChooseCommand> (R"({"do":"choose","region":"r3","take":"original"})").choice.has_value());
    CHECK (parsed<DeleteTakeCommand> (R"({"do":"delete_take","take":"abc","modification":"m2"})").modification == model::ModificationId { 2 });
    CHECK (parsed<ConsentCommand> (R"({"do":"consent","host":"lab.example","allow":true})").allow);
    CHECK (parsed<DismissCommand> (R"({"do":"dismiss","notice":3})").notice == 3);
    parsed<UndoCommand> (R"({"do":"undo"})");
    parsed<RedoCommand> (R"({"do":"redo"})");

    const auto choose = parsed<ChooseCommand> (R"({"do":"choose","region":"r3","take":"abc","output":1})");
    CHECK (choose.region == model::RegionId { 3 });
    REQUIRE (choose.choice.has_value());
    CHECK (choose.choice->take == "abc");
    CHECK (choose.choice->output == 1);
}

TEST_CASE ("what is no command is refused and says what is wrong")
{
    for (const auto* json : { "", "{", "[]", "null", "\"undo\"", "{}", R"({"do":5})", R"({"do":"undo"} x)", "{\"do\":\"un\xff\"}" })
        CHECK (refused (json).code == ErrorCode::commandInvalid);

    CHECK (refused (R"({"do":"explode"})").detail == "there is no command 'explode'");
    CHECK (refused (R"({"do":"undo","regions":[]})").detail == "'undo' has no member 'regions'");
    CHECK (refused (R"({"do":"process","region":["r1"]})").detail == "'process' has no member 'region'");
    CHECK (refused (R"({"do":"load"})").detail == "'load' needs the member 'address'");
    CHECK (refused (R"({"do":"set","control":"1"})").detail == "'set' needs the member 'value'");
    CHECK (refused (R"({"do":"load","address":7})").detail == "'address' of 'load' must be a text");
}

TEST_CASE ("members of the wrong type are refused")
{
    for (const auto* json : { R"({"do":"process","regions":"r1"})", R"({"do":"process","regions":[1]})", R"({"do":"process","regions":null})",
                              R"({"do":"cancel","job":"3"})", R"({"do":"cancel","job":-1})", R"({"do":"cancel","job":1.5})",
                              R"({"do":"choose","region":"r1","take":null})", R"({"do":"choose","region":"r1","take":"a","output":-1})",
                              R"({"do":"choose","region":"r1","take":"original","output":0})",
                              R"({"do":"consent","host":"a","allow":1})", R"({"do":"consent","host":"a","allow":"yes"})",
                              R"({"do":"delete_take","take":"a","modification":"r1"})", R"({"do":"dismiss","notice":"1"})", R"({"do":"browse","address":null})",
                              R"({"do":"find","words":["voice"]})", R"({"do":"find"})" })
    {
        INFO (json);
        CHECK (refused (json).code == ErrorCode::commandInvalid);
    }
}

TEST_CASE ("names that can be no region or output say so")
{
    CHECK (refused (R"({"do":"process","regions":["x"]})").code == ErrorCode::regionUnknown);
    CHECK (refused (R"({"do":"choose","region":"m1","take":"a"})").code == ErrorCode::regionUnknown);
    CHECK (refused (R"({"do":"choose","region":"r1","take":"a","output":99999999999})").code == ErrorCode::takeUnknown);
}
