// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a session: its revision, its end, and threads that talk to it meanwhile.
#include "SessionBench.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using Json = nlohmann::json;

TEST_CASE ("the state comes only when there is something new, and whole when it is asked for")
{
    test::SessionBench bench;
    const std::int64_t now = bench.state()["revision"];
    CHECK (now > 0);
    CHECK (bench.state (now) == Json ({ { "revision", now } }));
    CHECK (bench.state (now - 1).contains ("regions"));
    CHECK (bench.state (-1).contains ("regions"));
    CHECK (bench.state (0).contains ("regions"));
}

TEST_CASE ("the revision rises with every visible change")
{
    test::SessionBench bench;
    const auto region = bench.song.addRegion (1.0, 5.0, 1.0);
    std::int64_t last = bench.state()["revision"];
    const auto rises = [&]
    {
        const std::int64_t now = bench.state()["revision"];
        return now > std::exchange (last, now);
    };

    CHECK_FALSE (rises());
    bench.session->selectionChanged ({ { region }, {}, {} });
    CHECK (rises());
    bench.session->report ({ core::ErrorCode::archiveNewer, {}, {} });
    CHECK (rises());
    bench.song.document->setName ("Other");
    CHECK (rises());
    bench.settings->setConsent ("lab.example", true).ok(); // by another document
    CHECK (rises());
    bench.load ("at-running");
    CHECK (rises());
    bench.command ({ { "do", "process" } });
    REQUIRE (test::waitFor ([&] { return bench.state (last).contains ("jobs") && bench.state()["jobs"][0]["message"] == "patience"; }));
    CHECK (rises());
    bench.command ({ { "do", "cancel" } });
    CHECK (rises());
    bench.command ({ { "do", "dismiss" }, { "notice", 1 } });
    CHECK (rises());
    bench.session->close();
    CHECK (rises());
    CHECK_FALSE (rises());
}

TEST_CASE ("a follower of revisions sees a job to its end")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 1.0);
    bench.load ("steps");
    bench.command ({ { "do", "process" }, { "regions", { region } } });
    std::int64_t last = 0;
    std::string stage;

    REQUIRE (test::waitFor ([&]
                            {
                                const auto state = bench.state (last);
                                last = state["revision"];

                                if (state.contains ("jobs"))
                                    stage = state["jobs"][0]["stage"];

                                return stage == "done";
                            }));
}

TEST_CASE ("a closed document answers, but nothing happens in it any more")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 1.0);
    bench.load ("at-running");
    bench.command ({ { "do", "process" }, { "regions", { region } } });
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("process").size() == 1; }));
    const std::weak_ptr<model::Document> document (bench.song.document);

    bench.session->close();
    bench.session->close();
    bench.engine->close();
    bench.engine.reset();
    bench.song.document.reset();
    CHECK (document.expired());

    const auto state = bench.state();
    CHECK (state["document"] == Json ({ { "name", "Song" }, { "open", false } }));
    CHECK (state["regions"].empty());
    CHECK (state["jobs"].empty());
    CHECK (bench.command ({ { "do", "undo" } })["ok"] == false);
    CHECK (bench.command ({ { "do", "load" }, { "address", "http://127.0.0.1:1/gain" } })["ok"] == false);
    bench.session->selectionChanged ({ { model::RegionId { 1 } }, {}, {} });
    CHECK (bench.state()["selection"].empty());
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 1; }));

    bench.song.document = std::make_shared<model::Document>();
    bench.engine = std::make_shared<render::Engine> (bench.song.document);
}

TEST_CASE ("a session that is only let go of ends its jobs too")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 1.0);
    bench.load ("at-running");
    bench.command ({ { "do", "process" }, { "regions", { region } } });
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("process").size() == 1; }));
    bench.session.reset();
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 1; }));
    bench.open();
}

TEST_CASE ("a damaged settings file is a notice, and the session works")
{
    test::SessionBench bench;
    bench.session->close();
    test::write (bench.folder.path / "HARP" / "settings.json", "{ \"consent\": ");
    bench.open();

    const auto notices = bench.state()["notices"];
    REQUIRE (notices.size() == 1);
    CHECK (notices[0]["error"]["detail"].get<std::string>().find ("damaged") != std::string::npos);
    bench.load ("gain");
}

TEST_CASE ("what is processed through commands is heard")
{
    test::SessionBench bench;
    const auto region = bench.song.addRegion (1.0, 0.0, 1.0);
    const auto renderer = bench.engine->createRenderer();
    renderer->setRegions ({ region });
    renderer->prepare (test::Song::rate, 500, 2);
    bench.load ("gain");
    bench.process ({ shell::nameOf (region) });

    core::Audio audio (2, 500, test::Song::rate);
    float* buffers[2] = { audio.channel (0), audio.channel (1) };
    renderer->process (buffers, 2, 500, 500, true, true);
    bool same = true;

    for (core::Frame i = 0; i < 500; ++i)
        same = same && audio.channel (0)[i] == 2.0f * test::FakeReader::sampleAt (0, 8500 + i);

    CHECK (same);
    renderer->release();
}

TEST_CASE ("commands and states of several threads go together with the end of the document")
{
    test::SessionBench bench;
    const auto region = bench.addRegion (1.0, 5.0, 0.25);
    bench.load ("gain");
    std::atomic<bool> stop { false }, monotonic { true };
    std::atomic<int> rounds { 0 };
    std::vector<std::thread> threads;

    for (int t = 0; t < 3; ++t)
        threads.emplace_back ([&]
                              {
                                  std::int64_t last = 0;

                                  while (! stop)
                                  {
                                      bench.command ({ { "do", "process" }, { "regions", { region } } });
                                      bench.command ({ { "do", "undo" } });
                                      const std::int64_t now = bench.state (last)["revision"];
                                      monotonic = monotonic && now >= last;
                                      last = now;
                                      ++rounds;
                                  }
                              });

    REQUIRE (test::waitFor ([&] { return rounds > 15; }));
    bench.session->close();
    const int atEnd = rounds;
    REQUIRE (test::waitFor ([&] { return rounds > atEnd + 6; }));
    stop = true;

    for (auto& thread : threads)
        thread.join();

    CHECK (monotonic);
    CHECK (bench.state()["document"]["open"] == false);
}
