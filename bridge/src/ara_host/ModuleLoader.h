// SPDX-License-Identifier: MIT
// Loads the binary of a .vst3 (bundle folder or bare library) and unloads it; the one place that knows the platform. [main]
#pragma once

#include <pluginterfaces/base/ipluginbase.h>

#include <filesystem>
#include <string>
#include <vector>

namespace harp::host
{

struct ClassInfo
{
    std::string category;
    std::string name;
    Steinberg::TUID id {};
};

class ModuleLoader
{
public:
    // Throws HostError with the loader's own words when the binary cannot be opened or is no VST3 module.
    explicit ModuleLoader (const std::filesystem::path& path);
    ModuleLoader (const ModuleLoader&) = delete;
    ModuleLoader& operator= (const ModuleLoader&) = delete;

    // Everything that came from the module is gone by now.
    ~ModuleLoader();

    Steinberg::IPluginFactory& factory() const { return *pluginFactory; }
    std::vector<ClassInfo> classes() const;

    // The file that was opened, e.g. HARP.vst3/Contents/x86_64-linux/HARP.so.
    const std::filesystem::path& binary() const { return file; }

private:
    void* symbol (const char* name) const;
    void unload();

    std::filesystem::path file;
    void* handle = nullptr;
    Steinberg::IPluginFactory* pluginFactory = nullptr;
};

} // namespace harp::host
