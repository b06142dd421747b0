// SPDX-License-Identifier: MIT
// Our VST3 declarations against Steinberg's headers: every id, size, offset, virtual table slot and constant that we use.
#include "Vst3Facts.h"

#include <catch2/catch_test_macros.hpp>

TEST_CASE ("our VST3 interfaces are Steinberg's, slot by slot and byte by byte")
{
    const auto ours = oursOfVst3();
    const auto theirs = theirsOfVst3();
    REQUIRE (ours.size() == theirs.size());
    REQUIRE (ours.size() > 100);

    for (const auto& [name, value] : theirs)
    {
        INFO (name);
        REQUIRE (ours.contains (name));
        REQUIRE (ours.at (name) == value);
    }
}
