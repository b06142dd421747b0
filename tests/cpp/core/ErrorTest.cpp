// SPDX-License-Identifier: GPL-3.0-or-later
#include <core/Error.h>
#include <core/Result.h>

#include <catch2/catch_test_macros.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <string>

using namespace harp::core;

TEST_CASE ("the table of errors is the one that all sides share")
{
    std::ifstream file (HARP_CONTRACT_DIR "/errors.json");
    const auto errors = nlohmann::json::parse (file).at ("errors");

    REQUIRE (errors.size() == static_cast<std::size_t> (errorCodeCount));

    for (int i = 0; i < errorCodeCount; ++i)
    {
        const auto code = static_cast<ErrorCode> (i);
        const auto& expected = errors[static_cast<std::size_t> (i)];

        CHECK (std::string (nameOf (code)) == expected.at ("code"));
        CHECK (std::string (sentenceFor (code)) == expected.at ("sentence"));
        CHECK (std::string (nextStepFor (code)) == expected.at ("next"));
        CHECK (errorCodeFrom (nameOf (code)) == code);
    }
}

TEST_CASE ("a name that is not in the table is no error code")
{
    CHECK_FALSE (errorCodeFrom ("").has_value());
    CHECK_FALSE (errorCodeFrom ("Internal").has_value());
    CHECK_FALSE (errorCodeFrom ("internal ").has_value());
}

TEST_CASE ("a result holds either its value or its error")
{
    Result<std::string> good = std::string ("sound");
    const Result<std::string> bad = Error { ErrorCode::cancelled, "", "by the test" };

    REQUIRE (good);
    CHECK (good.value() == "sound");
    REQUIRE_FALSE (bad);
    CHECK (bad.error().code == ErrorCode::cancelled);
    CHECK (bad.error().detail == "by the test");
}
