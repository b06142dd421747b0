// SPDX-License-Identifier: MIT
// A host that holds a Python of its own: it must never get a second one into its process.
#include "client/PythonsInProcess.h"
#include "support/Harness.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <dlfcn.h>

using namespace harp::test;

namespace
{

Config embedded()
{
    setenv ("HARP_BRIDGE_PATH", HARP_LOOPBACK, 1);
    Config config;
    config.backend = Backend::inProcess;
    config.embedded = HARP_EMBEDDED;
    config.python = HARP_PYTHON;
    return config;
}

// As a host does it for its own scripts: privately, so that no symbol is visible to us.
void holdPython()
{
    REQUIRE (dlopen (HARP_PYTHON_LIBRARY, RTLD_NOW | RTLD_LOCAL) != nullptr);
    REQUIRE (dlsym (RTLD_DEFAULT, "Py_IsInitialized") == nullptr);
}

bool isEmbeddedLoaded()
{
    return dlopen (HARP_EMBEDDED, RTLD_LAZY | RTLD_NOLOAD) != nullptr;
}

} // namespace

TEST_CASE ("a Python that the host loaded privately is found")
{
    holdPython();
    CHECK (pythonsInProcess().size() == 1);
}

TEST_CASE ("in a host that holds a Python the job runs in the worker instead")
{
    holdPython();
    auto config = embedded();
    config.worker = HARP_WORKER;
    Bridge bridge (config);
    ProcessEar ear;
    bridge.submit (request (R"({"gain":0.5})", { ramp (1, 100) }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    INFO (ear.detail());
    REQUIRE (ear.result() != nullptr);
    CHECK (isRamp (*ear.result()->audio.at (0).block, 0.5f));
    CHECK (bridge.workerPid() != 0);
    CHECK (! isEmbeddedLoaded());
}

TEST_CASE ("in a host that holds a Python, without a worker, the job fails and says why")
{
    holdPython();
    Bridge bridge (embedded());
    DescribeEar ear;
    bridge.describe ({ "x" }, ear.onEnd());
    REQUIRE (ear.waitForEnd());
    CHECK (ear.code() == "worker_missing");
    INFO (ear.detail());
    CHECK (ear.detail().find ("libpython") != std::string::npos);
    CHECK (! isEmbeddedLoaded());
}
