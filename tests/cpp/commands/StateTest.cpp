// SPDX-License-Identifier: GPL-3.0-or-later
// The shape of the state, held against tests/contract/state.json, and what its values say.
#include "SessionBench.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using Json = nlohmann::json;

namespace
{

std::string kindOf (const Json& json)
{
    return json.is_number() ? "number" : json.type_name();
}

// Where two documents differ in keys or kinds; lists are compared by their first entries. What a description holds is described elsewhere.
void compare (const Json& golden, const Json& actual, const std::string& path, std::vector<std::string>& differences)
{
    if (kindOf (golden) != kindOf (actual))
        differences.push_back (path + " is " + kindOf (actual) + ", not " + kindOf (golden));
    else if (golden.is_object() && path != "/endpoint/description")
    {
        for (const auto& [key, value] : golden.items())
            if (actual.contains (key))
                compare (value, actual[key], path + "/" + key, differences);
            else
                differences.push_back (path + "/" + key + " is missing");

        for (const auto& [key, value] : actual.items())
            if (! golden.contains (key))
                differences.push_back (path + "/" + key + " is new");
    }
    else if (golden.is_array() && ! golden.empty())
    {
        if (actual.empty())
            differences.push_back (path + " is empty");
        else
            compare (golden[0], actual[0], path + "/0", differences);
    }
}

} // namespace

TEST_CASE ("the state has exactly the shape of the golden document")
{
    test::SessionBench bench;
    const auto region = bench.song.addRegion (1.0, 5.0, 2.0);
    bench.load ("stems");
    bench.process ({ shell::nameOf (region) });
    bench.command ({ { "do", "browse" }, { "address", "http://127.0.0.1:1/list" } });
    REQUIRE (test::waitFor ([&] { return bench.state()["browser"]["phase"] == "ready"; }));
    bench.session->selectionChanged ({ { region }, {}, {} });
    bench.session->report ({ core::ErrorCode::archiveDamaged, {}, "part 3" });

    const auto golden = Json::parse (test::contentOf (std::string (HARP_CONTRACT_DIR) + "/state.json"));
    std::vector<std::string> differences;
    compare (golden, bench.state(), "", differences);
    CHECK (differences == std::vector<std::string>());
}

TEST_CASE ("the state tells what the arrangement is")
{
    test::SessionBench bench;
    const auto id = bench.addRegion (1.0, 5.0, 2.0);
    const auto state = bench.state();

    CHECK (state["document"] == Json ({ { "name", "Song" }, { "open", true } }));
    REQUIRE (state["tracks"].size() == 1);
    CHECK (state["tracks"][0]["name"] == "Vocals");
    CHECK (state["tracks"][0]["colour"] == Json ({ 1.0, 0.0, 0.0 }));

    const auto region = state["regions"][0];
    CHECK (region["id"] == id);
    CHECK (region["name"] == "verse");
    CHECK (region["track"] == state["tracks"][0]["id"]);
    CHECK (region["start"] == 5.0);
    CHECK (region["duration"] == 2.0);
    CHECK (region["startInModification"] == 1.0);
    CHECK (region["selected"] == false);
    CHECK (region["available"] == true);
    CHECK (region["sounds"] == "original");
    CHECK (region["take"] == "");
    CHECK (region["job"].is_null());
    CHECK (state["endpoint"]["phase"] == "idle");
    CHECK (state["endpoint"]["description"].is_null());
    CHECK (state["consent"] == Json ({ { "host", "" }, { "local", false }, { "given", false } }));

    bench.song.reader->available = false;
    CHECK (bench.state()["regions"][0]["available"] == false);
}

TEST_CASE ("a region says what sounds in it, and which takes reach into it, the newest first among equals")
{
    test::SessionBench bench;
    const auto whole = bench.addRegion (1.0, 5.0, 2.0), half = bench.addRegion (1.0, 8.0, 1.0), other = bench.addRegion (3.0, 10.0, 1.0);
    bench.load ("gain");
    bench.process ({ half });
    bench.process ({ half });

    const auto state = bench.state();
    const auto regions = state["regions"];
    const auto newest = state["takes"][1]["id"], oldest = state["takes"][0]["id"];
    CHECK (regions[0]["sounds"] == "mixed");
    CHECK (regions[0]["take"] == "");
    CHECK (regions[0]["takes"] == Json ({ newest, oldest }));
    CHECK (regions[0]["job"].is_null());
    CHECK (regions[1]["sounds"] == "take");
    CHECK (regions[1]["take"] == newest);
    CHECK (regions[1]["job"] == 2);
    CHECK (regions[2]["sounds"] == "original");
    CHECK (regions[2]["takes"].empty());
    CHECK (state["takes"][1]["values"]["1"] == 2);
    CHECK (state["takes"][1]["outputs"][0]["seconds"] == 1.0);
}

TEST_CASE ("the take that covers most of a region stands first, whichever was made last")
{
    test::SessionBench bench;
    const auto one = bench.addRegion (1.0, 5.0, 2.0), next = bench.addRegion (2.9, 8.0, 2.0);
    bench.load ("gain");
    bench.process ({ one });
    bench.process ({ next });

    const auto state = bench.state();
    const auto first = state["takes"][0]["id"], last = state["takes"][1]["id"];
    CHECK (state["regions"][0]["takes"] == Json ({ first, last }));
    CHECK (state["regions"][1]["takes"] == Json ({ last, first }));

    bench.process ({ one });
    const auto newest = bench.state()["takes"][2]["id"];
    CHECK (bench.state()["regions"][0]["takes"] == Json ({ newest, first, last }));
}

TEST_CASE ("a failed job says why in the state, in whole sentences")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 2.0);
    bench.load ("fail");
    bench.process ({ region });

    const auto job = bench.state()["jobs"][0];
    CHECK (job["stage"] == "failed");
    CHECK (job["error"]["code"] == "server_error");
    CHECK (job["error"]["sentence"] == std::string (core::sentenceFor (core::ErrorCode::serverError)));
    CHECK (job["error"]["next"] == std::string (core::nextStepFor (core::ErrorCode::serverError)));
    CHECK (job["error"]["message"] == "CUDA out of memory");
    CHECK (bench.state()["regions"][0]["job"] == job["id"]);
}

TEST_CASE ("a failed load shows what was typed and why, beside the endpoint that is still in use")
{
    test::SessionBench bench;
    bench.load ("gain");
    bench.command ({ { "do", "load" }, { "address", "http://127.0.0.1:1/refused" } });
    REQUIRE (bench.waitForPhase ("failed"));

    const auto endpoint = bench.state()["endpoint"];
    CHECK (endpoint["address"] == "http://127.0.0.1:1/refused");
    CHECK (endpoint["error"]["code"] == "not_gradio");
    CHECK (endpoint["description"]["address"] == "http://127.0.0.1:1/gain");
    CHECK (endpoint["values"]["1"] == 2);
}

TEST_CASE ("an endpoint that came with the project is ready, and its word on locality does not count")
{
    test::SessionBench bench;
    bench.song.document->setEndpoint (test::endpointAt ("https://lab.example/gain", test::plainInputs));

    const auto state = bench.state();
    CHECK (state["endpoint"]["phase"] == "ready");
    CHECK (state["endpoint"]["address"] == "https://lab.example/gain");
    CHECK (state["consent"] == Json ({ { "host", "lab.example" }, { "local", false }, { "given", false } }));
}

TEST_CASE ("names that are no UTF-8 do not break the state")
{
    test::SessionBench bench;
    bench.song.document->setName ("Caf\xe9");
    CHECK (bench.state()["document"]["name"] == "Caf\xEF\xBF\xBD");
}
