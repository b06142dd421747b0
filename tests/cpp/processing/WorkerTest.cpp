// SPDX-License-Identifier: GPL-3.0-or-later
#include "WaitFor.h"

#include <core/ThreadRole.h>
#include <processing/Worker.h>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <vector>

using namespace harp;

TEST_CASE ("the worker does its tasks one after the other in the worker role")
{
    processing::Worker worker;
    std::vector<int> order;
    std::atomic<int> count { 0 };
    std::atomic<bool> inRole { true };

    for (int i = 0; i < 100; ++i)
        worker.post ([&, i]
                     {
                         order.push_back (i);
                         inRole = inRole && core::currentThreadRole() == core::ThreadRole::worker;
                         ++count;
                     });

    REQUIRE (test::waitFor ([&] { return count == 100; }));
    worker.stop();

    for (int i = 0; i < 100; ++i)
        CHECK (order[static_cast<std::size_t> (i)] == i);

    CHECK (inRole);
}

TEST_CASE ("stopping waits for the running task, drops what waits and takes no more")
{
    processing::Worker worker;
    std::atomic<bool> began { false }, go { false }, ended { false }, dropped { false }, late { false };
    auto held = std::make_shared<int> (1);
    const std::weak_ptr<int> watched (held);

    worker.post ([&]
                 {
                     began = true;
                     test::waitFor ([&] { return go.load(); });
                     ended = true;
                 });
    worker.post ([&dropped, kept = std::move (held)] { dropped = true; });
    REQUIRE (test::waitFor ([&] { return began.load(); }));

    // Only once the stop has begun may the running task end.
    std::thread opener ([&]
                        {
                            test::waitFor ([&] { return worker.isStopping(); });
                            go = true;
                        });
    worker.stop();
    opener.join();

    CHECK (ended);
    CHECK_FALSE (dropped);
    CHECK (watched.expired());

    worker.post ([&] { late = true; });
    worker.stop();
    CHECK_FALSE (late);
}
