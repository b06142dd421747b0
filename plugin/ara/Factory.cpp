// SPDX-License-Identifier: GPL-3.0-or-later
#include "Factory.h"

#include "DocumentController.h"
#include "Trampoline.h"

#include <atomic>

namespace harp::ara
{

using namespace ARA;

namespace
{

#if defined(__arm__) || defined(__arm64__) || defined(__aarch64__) || defined(_M_ARM) || defined(_M_ARM64)
constexpr ARAAPIGeneration lowestGeneration = kARAAPIGeneration_2_0_Final;
#else
constexpr ARAAPIGeneration lowestGeneration = kARAAPIGeneration_2_0_Draft;
#endif
constexpr ARAAPIGeneration highestGeneration = kARAAPIGeneration_2_3_Final;

struct Running
{
    std::atomic<bool> initialized { false };
    std::atomic<ARAAPIGeneration> generation { highestGeneration };
};

Running& running() noexcept
{
    static Running state;
    return state;
}

void initialize (const ARAInterfaceConfiguration* config) noexcept
{
    if (running().initialized.exchange (true))
        hostAssert (Misuse::state, config, "ARA is initialised twice");

    if (config == nullptr || config->structSize < kARAInterfaceConfigurationMinSize)
    {
        hostAssert (Misuse::argument, config, "the interface configuration is missing or cut off");
        return;
    }

    setHostAssert (config->assertFunctionAddress);
    const auto wanted = config->desiredApiGeneration;

    if (wanted < lowestGeneration || wanted > highestGeneration)
        hostAssert (Misuse::argument, config, "the API generation is none of those that the factory offers");

    running().generation = std::clamp (wanted, lowestGeneration, highestGeneration);
}

void uninitialize() noexcept
{
    if (! running().initialized.exchange (false))
        hostAssert (Misuse::state, nullptr, "ARA is ended without having been initialised");

    setHostAssert (nullptr);
    running().generation = highestGeneration;
}

const ARADocumentControllerInstance* createDocument (const ARADocumentControllerHostInstance* host, const ARADocumentProperties* properties) noexcept
{
    if (! running().initialized)
        hostAssert (Misuse::state, host, "a document is made before ARA was initialised");

    return shielded<const ARADocumentControllerInstance*> (host, [&] { return DocumentController::create (host, properties); });
}

ARAFactory makeFactory() noexcept
{
    ARAFactory f {};
    f.structSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARAFactory, supportsStoringAudioFileChunks);
    f.lowestSupportedApiGeneration = lowestGeneration;
    f.highestSupportedApiGeneration = highestGeneration;
    f.factoryID = "org.harp.arafactory.1";
    f.initializeARAWithConfiguration = initialize;
    f.uninitializeARA = uninitialize;
    f.plugInName = "HARP";
    f.manufacturerName = "HARP";
    f.informationURL = "https://github.com/TEAMuP-dev/HARP";
    f.version = "0";
    f.createDocumentControllerWithDocument = createDocument;
    f.documentArchiveID = model::archiveId;
    f.supportedPlaybackTransformationFlags = kARAPlaybackTransformationNoChanges;
    f.supportsStoringAudioFileChunks = kARAFalse;
    return f;
}

ARAFactory& theFactory() noexcept
{
    static ARAFactory instance = makeFactory();
    return instance;
}

} // namespace

const ARAFactory* factory() noexcept
{
    return &theFactory();
}

void setIdentity (const Identity& identity) noexcept
{
    auto& f = theFactory();
    f.plugInName = identity.plugInName;
    f.manufacturerName = identity.manufacturer;
    f.informationURL = identity.informationUrl;
    f.version = identity.version;
}

ARAAPIGeneration apiGeneration() noexcept
{
    return running().generation;
}

} // namespace harp::ara
