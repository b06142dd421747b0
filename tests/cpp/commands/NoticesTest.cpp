// SPDX-License-Identifier: GPL-3.0-or-later
#include <shell/commands/Notices.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using core::ErrorCode;

TEST_CASE ("a notice stands once until it is dismissed")
{
    shell::Notices notices;
    CHECK (notices.add ({ ErrorCode::archiveDamaged, {}, "part 3" }));
    CHECK_FALSE (notices.add ({ ErrorCode::archiveDamaged, {}, "part 3" }));
    CHECK (notices.add ({ ErrorCode::archiveDamaged, {}, "part 4" }));
    REQUIRE (notices.all().size() == 2);

    const auto id = notices.all()[0].id;
    CHECK (notices.dismiss (id));
    CHECK_FALSE (notices.dismiss (id));
    CHECK (notices.all().size() == 1);
    CHECK (notices.all()[0].error.detail == "part 4");

    CHECK (notices.add ({ ErrorCode::archiveDamaged, {}, "part 3" }));
    CHECK (notices.all()[1].id != id);
}

TEST_CASE ("the oldest of too many notices go")
{
    shell::Notices notices;

    for (int i = 0; i < 60; ++i)
        notices.add ({ ErrorCode::internal, {}, std::to_string (i) });

    REQUIRE (notices.all().size() == shell::Notices::most);
    CHECK (notices.all().front().error.detail == "10");
}
