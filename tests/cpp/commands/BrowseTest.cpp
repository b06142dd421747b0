// SPDX-License-Identifier: GPL-3.0-or-later
// Looking into a list of models: browse and find, from their JSON to what the state shows.
#include "SessionBench.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using Json = nlohmann::json;

namespace
{

Json browse (const std::string& list)
{
    return { { "do", "browse" }, { "address", list.empty() ? list : "http://127.0.0.1:1/" + list } };
}

struct ListBench : test::SessionBench
{
    Json browser() { return state()["browser"]; }
    bool waitForList (const std::string& phase) { return test::waitFor ([&] { return browser()["phase"] == phase; }); }

    void show (const std::string& list)
    {
        if (! refusal (browse (list)).empty() || ! waitForList ("ready"))
            throw std::runtime_error ("the list was not fetched");
    }

    std::string remembered() { return shell::Settings (folder.path / "HARP" / "settings.json").modelList(); }
};

} // namespace

TEST_CASE ("nothing is fetched and nothing is started before somebody asks for a list")
{
    ListBench bench;
    CHECK (bench.browser()["phase"] == "idle");
    CHECK (bench.browser()["address"] == "");
    CHECK (bench.browser()["models"].empty());
    CHECK (bench.refusal ({ { "do", "browse" } }).empty()); // no address is known
    CHECK (bench.refusal ({ { "do", "find" }, { "words", "voice" } }).empty());
    CHECK (bench.browser()["phase"] == "idle");
    CHECK_FALSE (bench.fake.bridge->isRunning());
}

TEST_CASE ("a list is fetched, shown, searched, and its model loaded like any other")
{
    ListBench bench;
    bench.show ("list");
    auto browser = bench.browser();
    CHECK (browser["address"] == "http://127.0.0.1:1/list");
    CHECK (browser["name"] == "Fake models");
    CHECK (browser["count"] == 2);
    CHECK (browser["models"][0] == Json ({ { "name", "Gain" }, { "address", "http://127.0.0.1:1/gain" }, { "description", "Makes it louder." }, { "author", "us" },
                                           { "licence", "MIT" }, { "tags", { "loud" } }, { "inputs", { "audio" } }, { "outputs", { "audio" } } }));
    CHECK (browser["notes"].size() == 1);
    CHECK (bench.fake.received ("describe").empty());

    CHECK (bench.refusal ({ { "do", "find" }, { "words", "STEMS" } }).empty());
    browser = bench.browser();
    CHECK (browser["words"] == "STEMS");
    CHECK (browser["found"] == 1);
    REQUIRE (browser["models"].size() == 1);
    CHECK (browser["models"][0]["name"] == "Stems");
    CHECK (bench.fake.received ("models").size() == 1);

    CHECK (bench.refusal ({ { "do", "load" }, { "address", browser["models"][0]["address"] } }).empty());
    REQUIRE (bench.waitForPhase ("ready"));
    CHECK (bench.state()["endpoint"]["description"]["card"]["name"] == "Fake stems");
    CHECK (bench.browser()["phase"] == "ready");
}

TEST_CASE ("the address of a list is remembered once a list came from there, for the user and not in the document")
{
    ListBench bench;
    bench.command (browse ("refused"));
    REQUIRE (bench.waitForList ("failed"));
    CHECK (bench.remembered().empty());

    bench.show ("list");
    CHECK (bench.remembered() == "http://127.0.0.1:1/list");
    bench.session->close();
    bench.open();
    CHECK (bench.browser()["phase"] == "idle");
    CHECK (bench.browser()["address"] == "http://127.0.0.1:1/list");
    CHECK (bench.fake.received ("models").size() == 2);

    CHECK (bench.refusal ({ { "do", "browse" } }).empty());
    REQUIRE (bench.waitForList ("ready"));
    CHECK (bench.fake.received ("models").size() == 3);

    CHECK (bench.refusal (browse ("")).empty());
    CHECK (bench.browser()["phase"] == "idle");
    CHECK (bench.browser()["count"] == 0);
    CHECK (test::waitFor ([&] { return bench.remembered().empty(); }));
    CHECK (test::waitFor ([&] { return bench.browser()["address"] == ""; }));
}

TEST_CASE ("a list that cannot be had says why, and the one before it stays")
{
    ListBench bench;
    bench.show ("list");
    bench.command (browse ("refused"));
    REQUIRE (bench.waitForList ("failed"));
    auto browser = bench.browser();
    CHECK (browser["address"] == "http://127.0.0.1:1/refused");
    CHECK (browser["error"]["code"] == "models_invalid");
    CHECK (browser["error"]["sentence"] == std::string (core::sentenceFor (core::ErrorCode::modelsInvalid)));
    CHECK (browser["error"]["detail"] == "the server answers 404");
    CHECK (browser["count"] == 2);
    CHECK (bench.remembered() == "http://127.0.0.1:1/list");

    bench.command (browse ("dirty"));
    REQUIRE (test::waitFor ([&] { return bench.browser()["error"].is_object() && bench.browser()["error"]["detail"] != "the server answers 404"; }));
    CHECK (bench.browser()["error"]["detail"] == "the list of models: 'name' is not plain text");
    CHECK (bench.browser()["count"] == 2);
    CHECK (bench.state()["endpoint"]["phase"] == "idle");
}

TEST_CASE ("of many models the first hundred are shown, and how many there are")
{
    ListBench bench;
    bench.show ("many");
    CHECK (bench.browser()["count"] == 150);
    CHECK (bench.browser()["found"] == 150);
    CHECK (bench.browser()["models"].size() == 100);
    bench.command ({ { "do", "find" }, { "words", "model-149" } });
    CHECK (bench.browser()["found"] == 1);
    CHECK (bench.browser()["models"][0]["address"] == "lab/model-149");
}

TEST_CASE ("an address with a password, or longer than any, is refused, and so are endless words")
{
    ListBench bench;
    CHECK (bench.refusal ({ { "do", "browse" }, { "address", "https://me:secret@lab.example/models.json" } }) == "models_invalid");
    CHECK (bench.refusal ({ { "do", "browse" }, { "address", "https://lab.example/" + std::string (3000, 'a') } }) == "models_invalid");
    CHECK (bench.refusal ({ { "do", "find" }, { "words", std::string (2000, 'a') } }) == "command_invalid");
    CHECK (bench.browser()["phase"] == "idle");
    CHECK_FALSE (bench.fake.bridge->isRunning());
}

TEST_CASE ("a list on its way is replaced by the next, and ended by cancel or by the end of the document")
{
    ListBench bench;
    bench.command (browse ("mute"));
    CHECK (bench.browser()["phase"] == "loading");
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("models").size() == 1; }));
    bench.show ("list");
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 1; }));

    bench.command (browse ("mute"));
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("models").size() == 3; }));
    CHECK (bench.refusal ({ { "do", "cancel" } }).empty());
    CHECK (bench.browser()["phase"] == "ready");
    CHECK (bench.browser()["address"] == "http://127.0.0.1:1/list");
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 2; }));

    bench.command (browse ("mute"));
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("models").size() == 4; }));
    bench.session->close();
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 3; }));
    CHECK (bench.browser()["phase"] == "idle");
    CHECK (bench.command (browse ("list"))["ok"] == false);
}

TEST_CASE ("a list that cannot be remembered is shown all the same, with a notice")
{
    ListBench bench;
    test::write (bench.folder.path / "HARP", "a file where the folder must be");
    bench.show ("list");
    REQUIRE (test::waitFor ([&] { return ! bench.state()["notices"].empty(); }));
    CHECK (bench.state()["notices"][0]["error"]["code"] == "settings_unwritable");
    CHECK (bench.browser()["count"] == 2);
}
