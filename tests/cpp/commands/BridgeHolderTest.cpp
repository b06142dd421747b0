// SPDX-License-Identifier: GPL-3.0-or-later
#include <shell/commands/BridgeHolder.h>

#include <catch2/catch_test_macros.hpp>

#include <map>
#include <string>

using namespace harp;

TEST_CASE ("the parts of the bridge lie in the bundle")
{
    const auto config = shell::bridgeConfig ("/plugins/HARP.vst3", [] (const char*) -> const char* { return nullptr; });
    CHECK (config.backend == bridge::Backend::worker);
    CHECK (config.worker == "/plugins/HARP.vst3/Contents/Resources/bin/harp_worker");
    CHECK (config.python == "/plugins/HARP.vst3/Contents/Resources/python/bin/python");
    CHECK (config.embedded == "/plugins/HARP.vst3/Contents/Resources/bin/libharp_bridge_embedded.so");
}

TEST_CASE ("environment variables lead elsewhere, empty ones do not")
{
    std::map<std::string, std::string> variables { { "HARP_WORKER", "/build/harp_worker" }, { "HARP_PYTHON", "/venv/bin/python" },
                                                   { "HARP_EMBEDDED", "" }, { "HARP_BACKEND", "inprocess" } };
    const auto config = shell::bridgeConfig ("/b", [&] (const char* name) { return variables.contains (name) ? variables[name].c_str() : nullptr; });
    CHECK (config.worker == "/build/harp_worker");
    CHECK (config.python == "/venv/bin/python");
    CHECK (config.embedded == "/b/Contents/Resources/bin/libharp_bridge_embedded.so");
    CHECK (config.backend == bridge::Backend::inProcess);
}

TEST_CASE ("all who ask share one bridge, which starts nothing and goes with the last of them")
{
    shell::BridgeHolder holder ("/nowhere");
    auto first = holder.get();
    auto second = holder.get();
    CHECK (first == second);
    CHECK_FALSE (first->isRunning());

    const std::weak_ptr<bridge::Bridge> watched (first);
    first.reset();
    CHECK_FALSE (watched.expired());
    second.reset();
    CHECK (watched.expired());
    CHECK (holder.get() != nullptr);
}
