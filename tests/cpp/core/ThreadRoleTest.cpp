// SPDX-License-Identifier: GPL-3.0-or-later
#include <core/ThreadRole.h>

#include <catch2/catch_test_macros.hpp>

#include <thread>

using namespace harp::core;

TEST_CASE ("a role lasts as long as its scope and belongs to one thread")
{
    REQUIRE (currentThreadRole() == ThreadRole::none);

    {
        const ScopedThreadRole model (ThreadRole::model);
        CHECK (currentThreadRole() == ThreadRole::model);

        {
            const ScopedThreadRole audio (ThreadRole::audio);
            CHECK (currentThreadRole() == ThreadRole::audio);
        }

        CHECK (currentThreadRole() == ThreadRole::model);

        auto elsewhere = ThreadRole::worker;
        std::thread ([&] { elsewhere = currentThreadRole(); }).join();
        CHECK (elsewhere == ThreadRole::none);
    }

    CHECK (currentThreadRole() == ThreadRole::none);
}
