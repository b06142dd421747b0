// SPDX-License-Identifier: GPL-3.0-or-later
#include "BridgeHolder.h"

#include <cstdlib>
#include <string_view>

namespace harp::shell
{

namespace fs = std::filesystem;

namespace
{

#if defined(_WIN32)
constexpr const char* workerName = "harp_worker.exe";
constexpr const char* embeddedName = "libharp_bridge_embedded.dll";
constexpr const char* pythonPath = "python/Scripts/python.exe";
#else
constexpr const char* workerName = "harp_worker";
constexpr const char* embeddedName = "libharp_bridge_embedded.so";
constexpr const char* pythonPath = "python/bin/python";
#endif

} // namespace

bridge::Config bridgeConfig (const fs::path& bundle, const std::function<const char* (const char*)>& variable)
{
    const auto resources = bundle / "Contents" / "Resources";

    const auto either = [&variable] (const char* name, const fs::path& otherwise)
    {
        const char* const value = variable (name);
        return value != nullptr && *value != 0 ? std::string (value) : otherwise.string();
    };

    bridge::Config config;
    config.worker = either ("HARP_WORKER", resources / "bin" / workerName);
    config.python = either ("HARP_PYTHON", resources / pythonPath);
    config.embedded = either ("HARP_EMBEDDED", resources / "bin" / embeddedName);

    // Endpoints that make sound from text alone send much more than they get: ten minutes of stereo at 96 kHz pass.
    config.resultExtraBytes = std::size_t { 512 } << 20;

    if (either ("HARP_BACKEND", {}) == "inprocess")
        config.backend = bridge::Backend::inProcess;

    return config;
}

BridgeHolder::BridgeHolder (fs::path path) : bundle (std::move (path)) {}

std::shared_ptr<bridge::Bridge> BridgeHolder::get()
{
    const std::lock_guard lock (mutex);
    auto bridge = current.lock();

    if (bridge == nullptr)
    {
        bridge = std::make_shared<bridge::Bridge> (bridgeConfig (bundle, [] (const char* name) -> const char* { return std::getenv (name); }));
        current = bridge;
    }

    return bridge;
}

} // namespace harp::shell
