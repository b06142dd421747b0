// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeBridge.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using core::ErrorCode;
using processing::LoadState;

namespace
{

LoadState failedLoad (test::Bench& bench, const std::string& address)
{
    REQUIRE (bench.processor->load (address).ok());
    REQUIRE (test::waitFor ([&] { return bench.processor->loadState().phase == LoadState::Phase::failed; }));
    return bench.processor->loadState();
}

} // namespace

TEST_CASE ("a loaded endpoint becomes the document's, with default values")
{
    test::Bench bench;
    CHECK (bench.processor->loadState().phase == LoadState::Phase::idle);
    bench.loadAddress ("  http://127.0.0.1:1/gain?__sign=secret \n");

    const auto endpoint = bench.song.document->endpoint();
    CHECK (endpoint.address == "http://127.0.0.1:1/gain");
    REQUIRE (endpoint.description.has_value());
    CHECK (nlohmann::json::parse (endpoint.valuesJson) == nlohmann::json ({ { "1", 2 }, { "2", "" } }));
    CHECK (bench.processor->loadState().address == "http://127.0.0.1:1/gain?__sign=secret");
    CHECK (bench.changes >= 2);
}

TEST_CASE ("a load that fails says why and leaves the document's endpoint as it was")
{
    test::Bench bench;
    bench.load ("gain");
    REQUIRE (bench.processor->set ("Gain", "3").ok());

    auto state = failedLoad (bench, "http://127.0.0.1:1/refused");
    REQUIRE (state.error.has_value());
    CHECK (state.error->code == ErrorCode::notGradio);
    CHECK (state.error->detail == "no /config");
    CHECK (state.address == "http://127.0.0.1:1/refused");

    state = failedLoad (bench, "http://127.0.0.1:1/unheard-of");
    CHECK (state.error->code == ErrorCode::internal);
    CHECK (state.error->detail.find ("moon_phase") != std::string::npos);

    const auto endpoint = bench.song.document->endpoint();
    CHECK (endpoint.address == "http://127.0.0.1:1/gain");
    CHECK (nlohmann::json::parse (endpoint.valuesJson)["1"] == 3);
    CHECK (bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) }).size() == 1);
    CHECK (bench.finished()[0].stage == processing::JobStage::done);
}

TEST_CASE ("an address that is empty or holds a password is refused at once")
{
    test::Bench bench;
    CHECK (bench.processor->load (" ").error().code == ErrorCode::addressInvalid);
    CHECK (bench.processor->load ("https://me:secret@lab.example").error().code == ErrorCode::addressInvalid);
    CHECK (bench.processor->loadState().phase == LoadState::Phase::idle);
    CHECK (bench.fake.received().empty());
}

TEST_CASE ("the newest load counts, and the one that it replaces is cancelled")
{
    test::Bench bench;
    REQUIRE (bench.processor->load ("http://127.0.0.1:1/mute").ok());
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("describe").size() == 1; }));

    bench.load ("gain");
    CHECK (bench.song.document->endpoint().address == "http://127.0.0.1:1/gain");
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 1; }));
}

TEST_CASE ("what happens while a Space wakes up is told, and gone when the load has ended")
{
    test::Bench bench;
    REQUIRE (bench.processor->load ("http://127.0.0.1:1/asleep").ok());
    CHECK (test::waitFor ([&] { return bench.processor->loadState().message == "The Space is waking up."; }));
    CHECK (bench.processor->loadState().phase == LoadState::Phase::loading);
    CHECK (bench.changes > 0);
    bench.load ("gain");
    CHECK (bench.processor->loadState().message.empty());
}

TEST_CASE ("cancelling a load goes back to what was before it")
{
    test::Bench bench;
    bench.load ("gain");
    REQUIRE (bench.processor->load ("http://127.0.0.1:1/mute").ok());
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("describe").size() == 2; }));
    bench.processor->cancelAll();

    CHECK (bench.processor->loadState().phase == LoadState::Phase::ready);
    CHECK (bench.processor->loadState().address == "http://127.0.0.1:1/gain");
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 1; }));
}

TEST_CASE ("controls are checked when they are set, and there are none before a load")
{
    test::Bench bench;
    CHECK (bench.processor->set ("Gain", "1").error().code == ErrorCode::notLoaded);
    bench.load ("gain");
    CHECK (bench.processor->set ("Pitch", "1").error().code == ErrorCode::controlUnknown);
    CHECK (bench.processor->set ("Gain", "99").error().code == ErrorCode::controlOutOfRange);
    CHECK (nlohmann::json::parse (bench.song.document->endpoint().valuesJson)["1"] == 2);
}

TEST_CASE ("nothing is started before something is asked for")
{
    test::Bench bench;
    CHECK (bench.processor->process ({}).error().code == ErrorCode::notLoaded);
    CHECK_FALSE (bench.fake.bridge->isRunning());
    CHECK (bench.fake.received().empty());
}
