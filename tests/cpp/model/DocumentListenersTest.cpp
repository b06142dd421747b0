// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentFixture.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <future>
#include <thread>

using namespace harp;
using namespace harp::model;
using namespace harp::test;

TEST_CASE ("listeners hear every change, after the mutex is free, on the changing thread")
{
    DocumentFixture f;
    std::vector<std::size_t> heard;
    std::thread::id on;
    f.document.addListener ([&]
    {
        heard.push_back (f.document.arrangement()->tracks.size());
        on = std::this_thread::get_id();
    });

    f.document.addTrack ({});
    CHECK (on == std::this_thread::get_id());

    std::thread changer ([&] { f.document.addTrack ({}); });
    const auto changerId = changer.get_id();
    changer.join();
    CHECK (on == changerId);

    f.document.removeTrack (TrackId { 9999 }); // nothing changes
    CHECK (heard == std::vector<std::size_t> { 1, 2 });
}

TEST_CASE ("a batch is one change for the listeners")
{
    DocumentFixture f;
    int heard = 0;
    f.document.addListener ([&] { ++heard; });

    {
        const Document::Batch outer (f.document);
        f.document.addTrack ({});

        {
            const Document::Batch inner (f.document);
            f.document.addTrack ({});
        }

        CHECK (heard == 0);
        CHECK (f.document.arrangement()->tracks.size() == 2);
    }

    CHECK (heard == 1);

    {
        const Document::Batch empty (f.document);
    }

    CHECK (heard == 1);
    f.document.addTrack ({});
    CHECK (heard == 2);
}

TEST_CASE ("a removed listener is not called, and what it captured is gone")
{
    DocumentFixture f;
    const auto captured = std::make_shared<int> (0);
    const auto id = f.document.addListener ([captured] { ++*captured; });

    f.document.addTrack ({});
    f.document.removeListener (id);
    CHECK (captured.use_count() == 1);
    f.document.addTrack ({});
    CHECK (*captured == 1);
    f.document.removeListener (id);
    f.document.removeListener (12345);
}

TEST_CASE ("a listener may remove itself and others, add listeners, and change the document")
{
    DocumentFixture f;
    std::string calls;
    Document::ListenerId first = 0, third = 0;
    const auto captured = std::make_shared<int> (0);

    first = f.document.addListener ([&, captured]
    {
        calls += "1";
        f.document.removeListener (first);
        f.document.removeListener (third);
        calls += std::to_string (captured.use_count() > 0); // still alive inside of the call
        f.document.addListener ([&] { calls += "4"; });
    });

    f.document.addListener ([&]
    {
        calls += "2";

        if (f.document.arrangement()->tracks.size() < 2)
            f.document.addTrack ({});
    });

    third = f.document.addListener ([&] { calls += "3"; });

    f.document.addTrack ({});
    CHECK (calls == "11224"); // the listener that came during the first change hears the second one
    CHECK (captured.use_count() == 1);
}

TEST_CASE ("removal waits until the listener has returned on another thread")
{
    DocumentFixture f;
    std::promise<void> entered, goOn;
    std::atomic<bool> returned { false };
    const auto id = f.document.addListener ([&]
    {
        entered.set_value();
        goOn.get_future().wait();
        returned = true;
    });

    std::thread changer ([&] { f.document.addTrack ({}); });
    entered.get_future().wait();

    auto removal = std::async (std::launch::async, [&]
    {
        f.document.removeListener (id);
        return returned.load();
    });

    CHECK (removal.wait_for (std::chrono::milliseconds (50)) == std::future_status::timeout);
    goOn.set_value();
    CHECK (removal.get());
    changer.join();
}
