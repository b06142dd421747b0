// SPDX-License-Identifier: GPL-3.0-or-later
#include <shell/commands/ObjectNames.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::shell;

TEST_CASE ("objects are named by kind and number, and only these names are read back")
{
    CHECK (nameOf (model::RegionId { 12 }) == "r12");
    CHECK (nameOf (model::TrackId { 3 }) == "t3");
    CHECK (nameOf (model::ModificationId { 4 }) == "m4");
    CHECK (regionFrom ("r12") == model::RegionId { 12 });
    CHECK (modificationFrom ("m4") == model::ModificationId { 4 });
    CHECK (regionFrom ("r18446744073709551615") == model::RegionId { 18446744073709551615u });

    for (const auto* name : { "", "r", "12", "m12", "r0", "r012", "r-1", "r+1", "r1 ", "r1x", "R1", "r18446744073709551616" })
    {
        INFO (name);
        CHECK_FALSE (regionFrom (name).has_value());
    }
}
