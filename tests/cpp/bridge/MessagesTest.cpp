// SPDX-License-Identifier: MIT
#include "client/Messages.h"
#include "client/WorkerEnvironment.h"
#include "support/Harness.h"

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace harp::test;
using Json = nlohmann::json;

namespace
{

template <typename Event>
Event parsed (const std::string& line)
{
    std::string reason;
    const auto event = wire::parse (line, reason);
    INFO (line << ": " << reason);
    REQUIRE (event.has_value());
    REQUIRE (std::holds_alternative<Event> (*event));
    return std::get<Event> (*event);
}

} // namespace

TEST_CASE ("every message of the worker is read")
{
    CHECK (parsed<wire::Ready> (R"({"ev":"ready","protocol":1,"version":"0.1","python":"3.11"})").protocol == 1);
    CHECK (parsed<wire::Pong> (R"({"ev":"pong","n":5})").number == 5);
    CHECK (parsed<wire::Ended> (R"({"ev":"ended","job":2})").job == 2);
    CHECK (parsed<wire::Ended> (R"({"ev":"ended","job":2,"note":"it may go on"})").note == "it may go on");

    const auto described = parsed<wire::Described> (R"({"ev":"described","job":1,"description":{"protocol":"harp-0.3"}})");
    CHECK (Json::parse (described.json)["protocol"] == "harp-0.3");

    const auto listed = parsed<wire::Listed> (R"({"ev":"models","job":3,"list":{"version":1}})");
    CHECK ((listed.job == 3 && Json::parse (listed.json)["version"] == 1));

    const auto need = parsed<wire::NeedBlock> (R"({"ev":"need_block","job":2,"output":"1","frames":441000,"channels":2})");
    CHECK ((need.output == "1" && need.frames == 441000 && need.channels == 2));

    const auto failed = parsed<wire::Failed> (R"({"ev":"failed","job":2,"code":"server_error","message":"out of GPU","detail":"x"})");
    CHECK ((failed.failure.code == "server_error" && failed.failure.message == "out of GPU" && failed.failure.detail == "x"));

    const auto done = parsed<wire::Done> (
        R"({"ev":"done","job":2,"audio":[{"output":"0","label":"Vocals","rate":44100,"frames":10,"channels":1}],)"
        R"("data":[{"output":"1","kind":"labels","labels":[]}],"notes":["16 bit"]})");
    REQUIRE (done.audio.size() == 1);
    CHECK ((done.audio[0].label == "Vocals" && done.audio[0].rate == 44100.0 && done.audio[0].frames == 10));
    CHECK (Json::parse (done.dataJson)[0]["kind"] == "labels");
    CHECK (Json::parse (done.notesJson)[0] == "16 bit");
}

TEST_CASE ("progress keeps exactly what was said, and null is the same as absent")
{
    const auto full = parsed<wire::Progressed> (
        R"({"ev":"progress","job":3,"stage":"queued","fraction":0.25,"rank":2,"queue_size":5,"eta":7.5,"message":"wait"})").progress;
    CHECK (full.stage == Stage::queued);
    CHECK (full.fraction == 0.25);
    CHECK (full.queueRank == 2);
    CHECK (full.queueSize == 5);
    CHECK (full.etaSeconds == 7.5);
    CHECK (full.message == "wait");

    const auto bare = parsed<wire::Progressed> (R"({"ev":"progress","job":3,"stage":"checking","fraction":null,"message":null})").progress;
    CHECK (bare.stage == Stage::checking);
    CHECK (! bare.fraction.has_value());
    CHECK (bare.message.empty());
}

TEST_CASE ("what is no message of the protocol is refused with a reason")
{
    const std::vector<std::string> lines {
        "", "null", "[]", "7", "{", "\xff\xfe", R"({"ev":5})", R"({"ev":"surprise","job":1})", R"({"ev":"pong","n":-1})",
        R"({"ev":"ended"})", R"({"ev":"ended","job":0})", R"({"ev":"ended","job":"1"})", R"({"ev":"ended","job":18446744073709551615})",
        R"({"ev":"progress","job":1,"stage":"sleeping"})", R"({"ev":"progress","job":1,"stage":"running","fraction":"half"})",
        R"({"ev":"progress","job":1,"stage":"queued","rank":-1})", R"({"ev":"progress","job":1,"stage":"queued","rank":4294967296})",
        R"({"ev":"described","job":1,"description":[]})", R"({"ev":"described","job":1})",
        R"({"ev":"models","job":1,"list":[]})", R"({"ev":"models","list":{}})",
        R"({"ev":"need_block","job":1,"output":"0","frames":0,"channels":1})",
        R"({"ev":"need_block","job":1,"output":"0","frames":1.5,"channels":1})",
        R"({"ev":"need_block","job":1,"output":"0","frames":18446744073709551615,"channels":1})",
        R"({"ev":"need_block","job":1,"output":"0","frames":5,"channels":-1})", R"({"ev":"need_block","job":1,"frames":5,"channels":1})",
        R"({"ev":"done","job":1})", R"({"ev":"done","job":1,"audio":{}})", R"({"ev":"done","job":1,"audio":[5]})",
        R"({"ev":"done","job":1,"audio":[{"output":"0","label":"","rate":0,"frames":1,"channels":1}]})",
        R"({"ev":"done","job":1,"audio":[{"output":"0","label":5,"rate":1,"frames":1,"channels":1}]})",
        R"({"ev":"done","job":1,"audio":[],"data":{}})", R"({"ev":"failed","job":1,"code":"Not A Code"})", R"({"ev":"failed","job":1})",
        R"({"ev":"done","job":1,"audio":[],"data":)" + std::string (100, '[') + std::string (100, ']') + "}"
    };

    for (const auto& line : lines)
    {
        INFO (line);
        std::string reason;
        CHECK (! wire::parse (line, reason).has_value());
        CHECK (! reason.empty());
    }
}

TEST_CASE ("brackets inside of texts are no nesting")
{
    const auto message = R"({"ev":"progress","job":1,"stage":"running","message":"\")" + std::string (200, '[') + "\"}";
    CHECK (parsed<wire::Progressed> (message).progress.message.size() == 201);
}

TEST_CASE ("requests are written as the protocol says")
{
    std::string reason;
    const auto line = wire::processLine (4, request (R"({"3":0.5})", { ramp (2, 10) }), reason);
    REQUIRE (line.has_value());
    const auto sent = Json::parse (*line);
    CHECK (sent == Json::parse (R"({"op":"process","job":4,"address":"http://127.0.0.1:1","values":{"3":0.5},"fds":1,
                                    "audio":[{"input":"0","frames":10,"channels":2,"rate":44100.0}]})"));

    auto timed = request ("{}", {});
    timed.durationSeconds = 2.5;
    timed.group = "document 1";
    const auto sentTimed = Json::parse (wire::processLine (5, timed, reason).value());
    CHECK (sentTimed["duration"] == 2.5);
    CHECK (sentTimed["group"] == "document 1");

    CHECK (Json::parse (wire::describeLine (1, { "a\xff" "b" }))["op"] == "describe");
    CHECK (Json::parse (wire::modelsLine (3, { "lab.example" })) == Json::parse (R"({"op":"models","job":3,"address":"lab.example"})"));
    CHECK (Json::parse (wire::blockLine (2, "0")) == Json::parse (R"({"op":"block","job":2,"output":"0","fds":1})"));
    CHECK (Json::parse (wire::noBlockLine (2, "0", "c")) == Json::parse (R"({"op":"no_block","job":2,"output":"0","code":"c"})"));
    CHECK (Json::parse (wire::cancelLine (2)) == Json::parse (R"({"op":"cancel","job":2})"));
    CHECK (Json::parse (wire::pingLine (5)) == Json::parse (R"({"op":"ping","n":5})"));
    CHECK (Json::parse (wire::quitLine()) == Json::parse (R"({"op":"quit"})"));
}

TEST_CASE ("a worker sees nothing in its environment that could change which Python or library it loads")
{
    const char* entries[] = { "PATH=/bin", "HOME=/root", "PYTHONPATH=/x", "PYTHONHOME=/y", "LD_PRELOAD=z", "DYLD_X=1", "HARP_TOKEN=secret",
                              "HARP_BRIDGE_PATH=/p", "HTTPS_PROXY=http://proxy", nullptr };
    CHECK (workerEnvironment (entries)
           == std::vector<std::string> { "PATH=/bin", "HOME=/root", "HARP_BRIDGE_PATH=/p", "HTTPS_PROXY=http://proxy" });
}
