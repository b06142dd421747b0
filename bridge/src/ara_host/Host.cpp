// SPDX-License-Identifier: MIT
#include "Host.h"

#include "FactoryChecks.h"
#include "HostError.h"
#include "Instance.h"

#include <ARA_API/ARAVST3.h>
#include <pluginterfaces/vst/ivstaudioprocessor.h>

#include <algorithm>

namespace harp::host
{

using namespace ARA;

namespace
{

// ARA is initialised once per binary, so one binary has one host at a time.
std::set<std::filesystem::path>& binariesInUse()
{
    static std::set<std::filesystem::path> files;
    return files;
}

const char* nameOf (ARAAssertCategory category)
{
    switch (category)
    {
        case kARAAssertInvalidArgument: return "invalid argument";
        case kARAAssertInvalidState: return "invalid state";
        case kARAAssertInvalidThread: return "invalid thread";
        default: return "unspecified";
    }
}

void recordAssertion (ARAAssertCategory category, const void*, const char* diagnosis)
{
    strayViolations().add ("assertion", std::string ("the plug-in blames the host (") + nameOf (category) + "): " + (diagnosis != nullptr ? diagnosis : ""));
}

ARAAssertFunction assertFunction = recordAssertion;

} // namespace

std::shared_ptr<Host> Host::open (const std::filesystem::path& path, const HostOptions& options)
{
    const std::shared_ptr<Host> host (new Host());
    const auto canonical = std::filesystem::weakly_canonical (path);

    if (binariesInUse().contains (canonical))
        throw HostError (path.string() + " is open already; a plug-in can have one host per process");

    host->module = std::make_unique<ModuleLoader> (canonical);
    host->binaryFile = host->module->binary();
    host->classList = host->module->classes();
    binariesInUse().insert (canonical);
    strayViolations().clear();

    try
    {
        checkClasses (host->classList, host->broken);
        host->findEffect();
        host->findAraFactory();

        if (host->factory != nullptr)
            host->startAra (options);
    }
    catch (...)
    {
        host->factory = nullptr; // ARA has not been started
        host->close();
        throw;
    }

    return host;
}

void Host::findEffect()
{
    const auto found = std::ranges::find (classList, std::string (kVstAudioEffectClass), &ClassInfo::category);

    if (found == classList.end())
        throw HostError (binaryFile.string() + " holds no audio effect");

    effect = *found;
}

void Host::findAraFactory()
{
    const auto found = std::ranges::find_if (classList, [this] (auto& c) { return c.category == kARAMainFactoryClass && c.name == effect.name; });

    if (found == classList.end())
    {
        if (std::ranges::any_of (classList, [] (auto& c) { return c.category == kARAMainFactoryClass; }))
            broken.add ("factory", "the ARA main factory class is not named like the effect, '" + effect.name + "'");

        return;
    }

    IMainFactory* main = nullptr;

    if (module->factory().createInstance (found->id, IMainFactory_iid, reinterpret_cast<void**> (&main)) != Steinberg::kResultOk || main == nullptr)
        throw HostError ("The plug-in lists an ARA main factory, but does not make one");

    mainFactory = main;
    factory = main->getFactory();

    if (factory == nullptr)
        throw HostError ("The ARA main factory holds no factory");
}

void Host::startAra (const HostOptions& options)
{
    checkAraFactory (*factory, effect.name, broken);
    const auto lowest = factory->lowestSupportedApiGeneration, highest = factory->highestSupportedApiGeneration;
    activeGeneration = options.generation != 0 ? options.generation : std::max (lowest, std::min<ARAAPIGeneration> (kARAAPIGeneration_2_0_Final, highest));

    if (activeGeneration < lowest || activeGeneration > highest)
        throw HostError ("The plug-in offers ARA generations " + std::to_string (lowest) + " to " + std::to_string (highest) + ", not "
                         + std::to_string (activeGeneration));

    if (factory->analyzeableContentTypes != nullptr)
        analyseable.assign (factory->analyzeableContentTypes, factory->analyzeableContentTypes + factory->analyzeableContentTypesCount);

    assertFunction = recordAssertion;
    const ARAInterfaceConfiguration configuration { sizeof (configuration), activeGeneration, options.assertFunction ? &assertFunction : nullptr };
    factory->initializeARAWithConfiguration (&configuration);
}

Host::~Host()
{
    try
    {
        close();
    }
    catch (const HostError&) // a document of another thread: its controller stays behind, and so does the module
    {
        [[maybe_unused]] const auto* const leaked = module.release();
    }
}

void Host::close()
{
    if (module == nullptr)
        return;

    for (const auto& weak : instances)
        if (const auto instance = weak.lock())
            instance->close();

    for (const auto& weak : documents)
        if (const auto document = weak.lock())
            document->close();

    if (factory != nullptr)
        factory->uninitializeARA();

    factory = nullptr;

    if (mainFactory != nullptr)
        mainFactory->release();

    mainFactory = nullptr;
    module.reset();
    std::erase_if (binariesInUse(), [this] (const auto& path) { return binaryFile.string().starts_with (path.string()); });
}

const ARAFactory& Host::araFactory() const
{
    if (factory == nullptr)
        throw HostError (isOpen() ? "'" + effect.name + "' is no ARA plug-in" : "This host has been closed");

    return *factory;
}

Steinberg::IPluginFactory& Host::pluginFactory() const
{
    if (module == nullptr)
        throw HostError ("This host has been closed");

    return module->factory();
}

std::shared_ptr<Document> Host::newDocument (const std::string& name, const HostQuirks& quirks)
{
    araFactory();
    auto document = std::make_shared<Document> (shared_from_this(), name, quirks);
    documents.push_back (document);
    return document;
}

std::vector<Violation> Host::violations() const
{
    auto all = broken.all();
    const auto stray = strayViolations().all();
    all.insert (all.end(), stray.begin(), stray.end());
    return all;
}

} // namespace harp::host
