// SPDX-License-Identifier: MIT
// One loaded plug-in: its module, its ARA factory, and everything made of it.
//
// Documents and instances hold the host alive; close() ends them all and unloads. [main] unless noted
#pragma once

#include "Document.h"
#include "ModuleLoader.h"

#include <filesystem>
#include <set>

namespace harp::host
{

struct HostOptions
{
    int generation = 0;        // 0: the newest that the plug-in offers, at most 2.0 Final (4), as most hosts do
    bool assertFunction = true; // false: the address of the assert function is NULL, as in a release build of a host
};

class Host : public std::enable_shared_from_this<Host>
{
public:
    // Throws HostError when the plug-in cannot be loaded, or when it is loaded already in this process.
    static std::shared_ptr<Host> open (const std::filesystem::path& path, const HostOptions& options);
    ~Host();

    // Ends documents and instances that are still there, then ARA, then the module. Nothing of the host works afterwards.
    void close();
    bool isOpen() const { return module != nullptr; }

    bool hasAra() const { return factory != nullptr; }
    const ARA::ARAFactory& araFactory() const; // HostError when the plug-in has no ARA
    const std::string& effectName() const { return effect.name; }
    int generation() const { return activeGeneration; }
    std::vector<ClassInfo> classes() const { return classList; }
    const std::vector<ARA::ARAContentType>& analyseableTypes() const { return analyseable; }
    const std::filesystem::path& binary() const { return binaryFile; }

    std::shared_ptr<Document> newDocument (const std::string& name, const HostQuirks& quirks);

    // Rules broken outside of any document. [any]
    std::vector<Violation> violations() const;
    void addViolation (const std::string& category, const std::string& text) { broken.add (category, text); }

    // For documents and instances.
    void keep (std::shared_ptr<HostSide> side) { sides.push_back (std::move (side)); }
    void addInstance (const std::shared_ptr<Instance>& instance) { instances.push_back (instance); }
    Steinberg::IPluginFactory& pluginFactory() const;
    const Steinberg::TUID& effectId() const { return effect.id; }

private:
    Host() = default;
    void findEffect();
    void findAraFactory();
    void startAra (const HostOptions& options);

    std::unique_ptr<ModuleLoader> module;
    std::filesystem::path binaryFile;
    std::vector<ClassInfo> classList;
    ClassInfo effect;
    Steinberg::FUnknown* mainFactory = nullptr;
    const ARA::ARAFactory* factory = nullptr;
    std::vector<ARA::ARAContentType> analyseable;
    int activeGeneration = 0;
    Violations broken;
    std::vector<std::shared_ptr<HostSide>> sides;
    std::vector<std::weak_ptr<Document>> documents;
    std::vector<std::weak_ptr<Instance>> instances;
};

} // namespace harp::host
