// SPDX-License-Identifier: GPL-3.0-or-later
// Each command, from its JSON to what it changes.
#include "SessionBench.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using Json = nlohmann::json;

TEST_CASE ("load, set, process: a take sounds in the region")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 2.0);
    bench.load ("gain");
    CHECK (bench.command ({ { "do", "set" }, { "control", "Gain" }, { "value", 3 } })["ok"] == true);
    CHECK (bench.state()["endpoint"]["values"]["1"] == 3);

    const auto reply = bench.command ({ { "do", "process" }, { "regions", { region } } });
    CHECK (reply["ok"] == true);
    CHECK (reply["jobs"] == Json ({ 1 }));
    REQUIRE (test::waitFor ([&] { return bench.openJobs() == 0; }));

    const auto state = bench.state();
    CHECK (state["jobs"][0]["stage"] == "done");
    CHECK (state["jobs"][0]["take"] == state["takes"][0]["id"]);
    CHECK (state["regions"][0]["sounds"] == "take");
    CHECK (state["takes"][0]["name"] == "Fake gain");
    CHECK (state["canUndo"] == true);
}

TEST_CASE ("every reply has a number of its own and refused ones a whole error")
{
    test::SessionBench bench;
    const auto first = bench.command ({ { "do", "undo" } }), second = bench.command ({ { "do", "nonsense" } });
    CHECK (first["id"] == 1);
    CHECK (second["id"] == 2);
    CHECK (first["ok"] == false);
    CHECK (first["error"]["code"] == "nothing_to_undo");
    CHECK (second["error"]["code"] == "command_invalid");
    CHECK (second["error"]["sentence"] == std::string (core::sentenceFor (core::ErrorCode::commandInvalid)));
    CHECK_FALSE (second["error"]["next"].get<std::string>().empty());
    CHECK (Json::parse (bench.session->command ("not JSON"))["error"]["code"] == "command_invalid");
}

TEST_CASE ("processing without regions takes the host's selection, as far as it is still there")
{
    test::SessionBench bench;
    const auto kept = bench.song.addRegion (1.0, 5.0, 1.0), gone = bench.song.addRegion (2.0, 6.0, 1.0);
    bench.load ("gain");
    CHECK (bench.refusal ({ { "do", "process" } }) == "nothing_selected");

    bench.session->selectionChanged ({ { gone, kept }, {}, {} });
    bench.song.document->removeRegion (gone);
    CHECK (bench.state()["selection"].size() == 1);
    const auto reply = bench.command ({ { "do", "process" } });
    REQUIRE (reply["ok"] == true);
    CHECK (reply["jobs"].size() == 1);

    CHECK (bench.refusal ({ { "do", "process" }, { "regions", Json::array() } }) == "nothing_selected");
    CHECK (bench.refusal ({ { "do", "process" }, { "regions", { "r999" } } }) == "region_unknown");
}

TEST_CASE ("choose paints a take, one of its outputs or the original")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 2.0);
    bench.load ("stems");
    bench.process ({ region });
    const std::string take = bench.state()["takes"][0]["id"];
    const auto choose = [&] (const std::string& what, std::optional<int> output)
    {
        Json json { { "do", "choose" }, { "region", region }, { "take", what } };

        if (output)
            json["output"] = *output;

        return bench.refusal (json);
    };

    CHECK (choose ("original", {}).empty());
    CHECK (bench.state()["regions"][0]["sounds"] == "original");
    CHECK (choose (take, 1).empty());
    CHECK (bench.state()["regions"][0]["take"] == take);
    CHECK (bench.state()["regions"][0]["output"] == 1);
    CHECK (choose (take, {}).empty());
    CHECK (bench.state()["regions"][0]["output"] == 0);
    CHECK (choose (take, 2) == "take_unknown");
    CHECK (choose ("ffffffffffffffffffffffffffffffff", {}) == "take_unknown");
    CHECK (bench.refusal ({ { "do", "choose" }, { "region", "r999" }, { "take", "original" } }) == "region_unknown");
}

TEST_CASE ("undo and redo walk through processing, choosing and deleting")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 2.0);
    bench.load ("gain");
    bench.process ({ region });
    const std::string take = bench.state()["takes"][0]["id"];

    CHECK (bench.refusal ({ { "do", "delete_take" }, { "take", take } }).empty());
    CHECK (bench.state()["takes"].empty());
    CHECK (bench.refusal ({ { "do", "undo" } }).empty());
    CHECK (bench.state()["regions"][0]["take"] == take);
    CHECK (bench.refusal ({ { "do", "undo" } }).empty());
    CHECK (bench.state()["regions"][0]["sounds"] == "original");
    CHECK (bench.state()["canUndo"] == false);
    CHECK (bench.refusal ({ { "do", "redo" } }).empty());
    CHECK (bench.state()["regions"][0]["take"] == take);
    CHECK (bench.refusal ({ { "do", "delete_take" }, { "take", "none" } }) == "take_unknown");
}

TEST_CASE ("a take that a clone shares is deleted only where it is said")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 2.0);
    bench.load ("gain");
    bench.process ({ region });
    bench.song.document->cloneModification (bench.song.modification, "clone", "clone");
    const auto takes = bench.state()["takes"];
    REQUIRE (takes.size() == 2);
    REQUIRE (takes[0]["id"] == takes[1]["id"]);

    CHECK (bench.refusal ({ { "do", "delete_take" }, { "take", takes[0]["id"] } }) == "command_invalid");
    CHECK (bench.refusal ({ { "do", "delete_take" }, { "take", takes[0]["id"] }, { "modification", takes[1]["modification"] } }).empty());
    REQUIRE (bench.state()["takes"].size() == 1);
    CHECK (bench.state()["takes"][0]["modification"] == takes[0]["modification"]);
}

TEST_CASE ("a job is cancelled by its number, or all are")
{
    test::SessionBench bench;
    const auto a = bench.addRegion (0.0, 0.0, 1.0), b = bench.addRegion (1.0, 1.0, 1.0);
    bench.load ("at-running");
    bench.command ({ { "do", "process" }, { "regions", { a, b } } });
    CHECK (bench.refusal ({ { "do", "cancel" }, { "job", 1 } }).empty());
    CHECK (bench.openJobs() == 1);
    CHECK (bench.refusal ({ { "do", "cancel" }, { "job", 77 } }).empty());
    CHECK (bench.openJobs() == 1);
    CHECK (bench.refusal ({ { "do", "cancel" } }).empty());
    CHECK (bench.openJobs() == 0);
    CHECK (bench.state()["takes"].empty());
}

TEST_CASE ("consent is asked once, kept for the next session, and can be taken back")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 2.0);
    bench.song.document->setEndpoint (test::endpointAt ("https://Lab.example/gain", test::plainInputs));
    const Json process { { "do", "process" }, { "regions", { region } } };

    CHECK (bench.refusal (process) == "consent_required");
    CHECK (bench.song.reader->reads == 0);
    CHECK (bench.fake.received().empty());

    const std::string host = bench.state()["consent"]["host"];
    CHECK (bench.refusal ({ { "do", "consent" }, { "host", host }, { "allow", true } }).empty());
    CHECK (bench.state()["consent"] == Json ({ { "host", "lab.example" }, { "local", false }, { "given", true } }));
    CHECK (shell::Settings (bench.folder.path / "HARP" / "settings.json").hasConsent ("lab.example"));
    CHECK (bench.refusal (process).empty());

    CHECK (bench.refusal ({ { "do", "consent" }, { "host", "LAB.example" }, { "allow", false } }).empty());
    CHECK (bench.refusal (process) == "consent_required");
}

TEST_CASE ("consent is for a host name alone")
{
    test::SessionBench bench;

    for (const auto* host : { "", "lab.example:7860", "https://lab.example", "lab.example/x", "lab example", "me@lab.example" })
    {
        INFO (host);
        CHECK (bench.refusal ({ { "do", "consent" }, { "host", host }, { "allow", true } }) == "command_invalid");
    }

    CHECK (bench.refusal ({ { "do", "consent" }, { "host", "fe80::1" }, { "allow", true } }).empty());
    CHECK (bench.settings->hasConsent ("fe80::1"));
}

TEST_CASE ("an answer that cannot be saved counts, and a notice says that it will be asked again")
{
    test::SessionBench bench;
    test::write (bench.folder.path / "HARP", "a file where the folder must be");
    CHECK (bench.refusal ({ { "do", "consent" }, { "host", "lab.example" }, { "allow", true } }).empty());
    CHECK (bench.settings->hasConsent ("lab.example"));

    const auto notices = bench.state()["notices"];
    REQUIRE (notices.size() == 1);
    CHECK (notices[0]["error"]["code"] == "settings_unwritable");
    CHECK (bench.refusal ({ { "do", "dismiss" }, { "notice", notices[0]["id"] } }).empty());
    CHECK (bench.state()["notices"].empty());
}

TEST_CASE ("bad input to commands is refused with its reason and changes nothing")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 2.0), empty = bench.addRegion (1.0, 5.0, 0.0);
    CHECK (bench.refusal ({ { "do", "process" }, { "regions", { region } } }) == "not_loaded");
    CHECK (bench.refusal ({ { "do", "set" }, { "control", "Gain" }, { "value", 1 } }) == "not_loaded");
    CHECK (bench.refusal ({ { "do", "load" }, { "address", "" } }) == "address_invalid");

    bench.load ("gain");
    const auto before = bench.state();
    CHECK (bench.refusal ({ { "do", "set" }, { "control", "Gain" }, { "value", 5 } }) == "control_out_of_range");
    CHECK (bench.refusal ({ { "do", "set" }, { "control", "Gain" }, { "value", "loud" } }) == "control_out_of_range");
    CHECK (bench.refusal ({ { "do", "set" }, { "control", "Pitch" }, { "value", 1 } }) == "control_unknown");
    CHECK (bench.refusal ({ { "do", "process" }, { "regions", { empty } } }) == "region_empty");
    bench.song.reader->available = false;
    CHECK (bench.refusal ({ { "do", "process" }, { "regions", { region } } }) == "source_unavailable");
    bench.song.reader->available = true;

    auto after = bench.state();
    after["revision"] = before["revision"];
    CHECK (after == before);
}
