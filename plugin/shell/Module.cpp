// SPDX-License-Identifier: GPL-3.0-or-later
#include "Module.h"

#include "commands/BridgeHolder.h"
#include "commands/Session.h"
#include "commands/Settings.h"

#include <ara/Factory.h>
#include <ara/Session.h>
#include <juce_core/juce_core.h>

#include <mutex>

namespace harp::shell
{

namespace
{

// HARP.vst3/Contents/<architecture>/<binary>, the same depth on every platform.
std::filesystem::path bundleFolder()
{
    const auto binary = juce::File::getSpecialLocation (juce::File::currentExecutableFile).getLinkedTarget();
    const auto path = binary.getParentDirectory().getParentDirectory().getParentDirectory().getFullPathName().toStdString();
    return std::filesystem::path (std::u8string (path.begin(), path.end()));
}

// Shared by every document of the module. Made with the first document, so that scanning reads no settings.
struct Shared
{
    std::shared_ptr<Settings> settings = std::make_shared<Settings> (Settings::userFile());
    BridgeHolder bridge { bundleFolder() };
};

std::shared_ptr<ara::Session> openSession (std::shared_ptr<model::Document> document, std::shared_ptr<render::Engine> engine)
{
    static Shared shared;
    return makeSession ({ std::move (document), std::move (engine), shared.settings, shared.bridge.get(), JucePlugin_VersionString });
}

} // namespace

void wireModule()
{
    static std::once_flag once;
    std::call_once (once, []
    {
        ara::setIdentity ({ JucePlugin_Name, JucePlugin_Manufacturer, JucePlugin_ManufacturerWebsite, JucePlugin_VersionString });
        ara::setSessionFactory (openSession);
    });
}

} // namespace harp::shell
