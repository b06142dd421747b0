// SPDX-License-Identifier: MIT
// How ARA is reached outside of VST3: names, numbers and layouts of the bindings for Audio Units, CLAP and audio files.
#include <ARA_API/ARAAudioFileChunks.h>
#include <ARA_API/ARAInterface.h>

#ifdef HARP_ARA_SIZE_UP_TO // Celemony's copies of these two include Apple's and CLAP's headers
 #include <ARA_API/ARAAudioUnit.h>
 #include <ARA_API/ARACLAP.h>
#endif

#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

TEST_CASE ("the elements of an audio file's ARA chunk have their names")
{
    using namespace ARA;
    REQUIRE (std::string (kARAXMLName_ARAVendorKeyword) == "ARA");
    REQUIRE (std::string (kARAXMLName_AudioSources) == "audioSources");
    REQUIRE (std::string (kARAXMLName_AudioSource) == "audioSource");
    REQUIRE (std::string (kARAXMLName_DocumentArchiveID) == "documentArchiveID");
    REQUIRE (std::string (kARAXMLName_OpenAutomatically) == "openAutomatically");
    REQUIRE (std::string (kARAXMLName_CreateDistinctAudioModification) == "createDistinctAudioModification");
    REQUIRE (std::string (kARAXMLName_SuggestedPlugIn) == "suggestedPlugIn");
    REQUIRE (std::string (kARAXMLName_PersistentID) == "persistentID");
    REQUIRE (std::string (kARAXMLName_ArchiveData) == "archiveData");
    REQUIRE (std::string (kARAXMLName_PlugInName) == "plugInName");
    REQUIRE (std::string (kARAXMLName_LowestSupportedVersion) == "lowestSupportedVersion");
    REQUIRE (std::string (kARAXMLName_ManufacturerName) == "manufacturerName");
    REQUIRE (std::string (kARAXMLName_InformationURL) == "informationURL");
}

#ifdef HARP_ARA_SIZE_UP_TO
TEST_CASE ("the Audio Unit binding has its tag, its four numbers and its naturally aligned structures")
{
    using namespace ARA;
    REQUIRE (std::string (kARAAudioComponentTag) == "ARA");
    REQUIRE (kARAAudioUnitMagic == 1098015009);
    REQUIRE (kAudioUnitProperty_ARAFactory == 1098015046);
    REQUIRE (kAudioUnitProperty_ARAPlugInExtensionBinding == 1098015042);
    REQUIRE (kAudioUnitProperty_ARAPlugInExtensionBindingWithRoles == 1098015045);

    REQUIRE (sizeof (ARAAudioUnitFactory) == 16);
    REQUIRE (sizeof (ARAAudioUnitFactory::inOutMagicNumber) == 4);
    REQUIRE (offsetof (ARAAudioUnitFactory, inOutMagicNumber) == 0);
    REQUIRE (offsetof (ARAAudioUnitFactory, outFactory) == 8);

    using Binding = ARAAudioUnitPlugInExtensionBinding;
    REQUIRE (sizeof (Binding) == 32);
    REQUIRE (sizeof (Binding::inOutMagicNumber) == 4);
    REQUIRE (sizeof (Binding::knownRoles) == 4);
    REQUIRE (sizeof (Binding::assignedRoles) == 4);
    REQUIRE (offsetof (Binding, inOutMagicNumber) == 0);
    REQUIRE (offsetof (Binding, inDocumentControllerRef) == 8);
    REQUIRE (offsetof (Binding, outPlugInExtension) == 16);
    REQUIRE (offsetof (Binding, knownRoles) == 24);
    REQUIRE (offsetof (Binding, assignedRoles) == 28);

    STATIC_REQUIRE (std::is_same_v<decltype (ARAAudioUnitFactory::outFactory), const ARAFactory*>);
    STATIC_REQUIRE (std::is_same_v<decltype (Binding::inDocumentControllerRef), ARADocumentControllerRef>);
    STATIC_REQUIRE (std::is_same_v<decltype (Binding::outPlugInExtension), const ARAPlugInExtensionInstance*>);
}

TEST_CASE ("the CLAP binding has its names, and its functions in their order")
{
    REQUIRE (std::string (CLAP_EXT_ARA_FACTORY) == "org.ara-audio.ara.factory/2");
    REQUIRE (std::string (CLAP_EXT_ARA_FACTORY_COMPAT) == "org.ara-audio.ara.factory.draft/2");
    REQUIRE (std::string (CLAP_EXT_ARA_PLUGINEXTENSION) == "org.ara-audio.ara.pluginextension/2");
    REQUIRE (std::string (CLAP_EXT_ARA_PLUGINEXTENSION_COMPAT) == "org.ara-audio.ara.pluginextension.draft/2");
    REQUIRE (std::string (CLAP_PLUGIN_FEATURE_ARA_SUPPORTED) == "ara:supported");
    REQUIRE (std::string (CLAP_PLUGIN_FEATURE_ARA_REQUIRED) == "ara:required");

    using Factory = clap_ara_factory_t;
    REQUIRE (sizeof (Factory) == 24);
    REQUIRE (offsetof (Factory, get_factory_count) == 0);
    REQUIRE (offsetof (Factory, get_ara_factory) == 8);
    REQUIRE (offsetof (Factory, get_plugin_id) == 16);
    STATIC_REQUIRE (std::is_same_v<decltype (Factory::get_factory_count), std::uint32_t (HARP_CLAP_CALL*) (const Factory*)>);
    STATIC_REQUIRE (std::is_same_v<decltype (Factory::get_ara_factory),
                                   const ARA::ARAFactory* (HARP_CLAP_CALL*) (const Factory*, std::uint32_t)>);
    STATIC_REQUIRE (std::is_same_v<decltype (Factory::get_plugin_id), const char* (HARP_CLAP_CALL*) (const Factory*, std::uint32_t)>);

    using Extension = clap_ara_plugin_extension_t;
    REQUIRE (sizeof (Extension) == 16);
    REQUIRE (offsetof (Extension, get_factory) == 0);
    REQUIRE (offsetof (Extension, bind_to_document_controller) == 8);
    STATIC_REQUIRE (std::is_same_v<decltype (Extension::get_factory), const ARA::ARAFactory* (HARP_CLAP_CALL*) (const clap_plugin*)>);
    STATIC_REQUIRE (std::is_same_v<decltype (Extension::bind_to_document_controller),
                                   const ARA::ARAPlugInExtensionInstance* (HARP_CLAP_CALL*) (
                                       const clap_plugin*, ARA::ARADocumentControllerRef, ARA::ARAPlugInInstanceRoleFlags,
                                       ARA::ARAPlugInInstanceRoleFlags)>);
}
#endif
