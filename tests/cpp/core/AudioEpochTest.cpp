// SPDX-License-Identifier: GPL-3.0-or-later
#include <core/AudioEpoch.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp::core;

TEST_CASE ("between blocks nobody has to be waited for")
{
    const AudioEpoch epoch;
    CHECK (epoch.hasPassed (epoch.mark()));
}

TEST_CASE ("a block that was running at the mark is waited for, later ones are not")
{
    AudioEpoch epoch;
    AudioEpoch::Mark during = 0;

    {
        const ScopedAudioBlock block (epoch);
        during = epoch.mark();
        CHECK_FALSE (epoch.hasPassed (during));
    }

    CHECK (epoch.hasPassed (during));

    const ScopedAudioBlock next (epoch);
    CHECK (epoch.hasPassed (during));
    CHECK_FALSE (epoch.hasPassed (epoch.mark()));
}
