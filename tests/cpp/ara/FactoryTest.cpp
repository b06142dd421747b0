// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

#include <cstring>

using namespace ARA;
using namespace harp;
using namespace harp::test;

TEST_CASE ("the factory carries everything that validating hosts look for")
{
    const auto* f = ara::factory();
    CHECK (f == ara::factory());
    CHECK (f->structSize >= kARAFactoryMinSize);
    CHECK (f->lowestSupportedApiGeneration >= 1);
    CHECK (f->lowestSupportedApiGeneration <= kARAAPIGeneration_2_0_Final);
    CHECK (f->highestSupportedApiGeneration == kARAAPIGeneration_2_3_Final);
    CHECK (std::strlen (f->factoryID) > 5);
    CHECK (std::string (f->documentArchiveID) == "org.harp.archive.1");
    CHECK (std::strlen (f->informationURL) > 0);
    CHECK (std::strlen (f->manufacturerName) > 0);
    CHECK (std::strlen (f->version) > 0);
    CHECK (f->compatibleDocumentArchiveIDsCount == 0);
    CHECK (f->compatibleDocumentArchiveIDs == nullptr);
    CHECK (f->analyzeableContentTypesCount == 0);
    CHECK (f->analyzeableContentTypes == nullptr);
    CHECK (f->supportedPlaybackTransformationFlags == kARAPlaybackTransformationNoChanges);
    CHECK (f->supportsStoringAudioFileChunks == kARAFalse);
}

TEST_CASE ("the shell names the plug-in")
{
    const auto before = *ara::factory();
    ara::setIdentity ({ "Other name", "Somebody", "https://somewhere.example", "1.2.3" });
    CHECK (std::string (ara::factory()->plugInName) == "Other name");
    CHECK (std::string (ara::factory()->manufacturerName) == "Somebody");
    CHECK (std::string (ara::factory()->informationURL) == "https://somewhere.example");
    CHECK (std::string (ara::factory()->version) == "1.2.3");
    ara::setIdentity ({ before.plugInName, before.manufacturerName, before.informationURL, before.version });
}

TEST_CASE ("every function of the document controller is there, up to the size of ARA 2.3")
{
    const AraRuntime runtime;
    MockHost host;
    const HostDocument document (host);
    const auto& table = document.table();
    CHECK (table.structSize == ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, isAudioModificationPreservingAudioSourceSignal));

    const auto functions = (table.structSize - sizeof (ARASize)) / sizeof (void*);
    CHECK (functions == 54);

    for (std::size_t index = 0; index < functions; ++index)
    {
        void* function = nullptr;
        std::memcpy (&function, reinterpret_cast<const char*> (&table) + sizeof (ARASize) + index * sizeof (void*), sizeof (void*));
        INFO ("function " << index);
        CHECK (function != nullptr);
    }

    CHECK (table.getFactory (document.ref()) == ara::factory());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("ARA may be initialised and ended any number of times, with any generation on offer")
{
    for (auto generation = ara::factory()->lowestSupportedApiGeneration; generation <= ara::factory()->highestSupportedApiGeneration; ++generation)
    {
        const AraRuntime runtime (generation);
        CHECK (ara::apiGeneration() == generation);
        MockHost host;
        const Song song (host);
        HARP_CHECK_CLEAN (host);
    }
}

TEST_CASE ("a host without an assert function is served as well")
{
    ARAAssertFunction none = nullptr;

    for (auto* address : { static_cast<ARAAssertFunction*> (nullptr), &none })
    {
        const AraRuntime runtime (kARAAPIGeneration_2_0_Final, address);
        MockHost host;
        Song song (host);
        song.document.table().destroyPlaybackRegion (song.document.ref(), nullptr); // wrong in two ways, and nobody to tell
        CHECK (song.document.model().arrangement()->regions.size() == 1);
        CHECK (host.violations().empty());
    }
}

TEST_CASE ("a generation that was never on offer is told to the host and brought into range")
{
    {
        const AraRuntime runtime (99);
        CHECK (ara::apiGeneration() == kARAAPIGeneration_2_3_Final);
    }

    CHECK (takeAsserts() == std::vector<std::string> { "-1: the API generation is none of those that the factory offers" });
}

TEST_CASE ("no document is made without a host")
{
    const AraRuntime runtime;
    const ARADocumentProperties properties { kARADocumentPropertiesMinSize, "document" };
    MockHost host;
    CHECK (ara::factory()->createDocumentControllerWithDocument (nullptr, &properties) == nullptr);
    CHECK (ara::factory()->createDocumentControllerWithDocument (host.instance(), nullptr) == nullptr);
    CHECK (takeAsserts().size() == 2);
}
