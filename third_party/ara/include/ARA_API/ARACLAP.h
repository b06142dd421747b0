// SPDX-License-Identifier: MIT
// How ARA is reached through CLAP: a factory of the entry, an extension of the plug-in, two feature words. Names only one
// CLAP type, by forward declaration. Every function belongs to CLAP's [main-thread].
#pragma once

#include "ARA_API/ARAInterface.h"

struct clap_plugin;

static const char CLAP_EXT_ARA_FACTORY[] = "org.ara-audio.ara.factory/2";
static const char CLAP_EXT_ARA_FACTORY_COMPAT[] = "org.ara-audio.ara.factory.draft/2";
static const char CLAP_EXT_ARA_PLUGINEXTENSION[] = "org.ara-audio.ara.pluginextension/2";
static const char CLAP_EXT_ARA_PLUGINEXTENSION_COMPAT[] = "org.ara-audio.ara.pluginextension.draft/2";

#define CLAP_PLUGIN_FEATURE_ARA_SUPPORTED "ara:supported"
#define CLAP_PLUGIN_FEATURE_ARA_REQUIRED "ara:required"

#if defined(_WIN32)
 #define HARP_CLAP_CALL __cdecl
#else
 #define HARP_CLAP_CALL
#endif

// From clap_entry.get_factory: every ARA factory of the binary and the plug-in it belongs to.
typedef struct clap_ara_factory
{
    std::uint32_t (HARP_CLAP_CALL* get_factory_count) (const struct clap_ara_factory* factory);
    const ARA::ARAFactory* (HARP_CLAP_CALL* get_ara_factory) (const struct clap_ara_factory* factory, std::uint32_t index);
    const char* (HARP_CLAP_CALL* get_plugin_id) (const struct clap_ara_factory* factory, std::uint32_t index);
} clap_ara_factory_t;

// From clap_plugin.get_extension: the factory, and binding an instance to a document with roles.
typedef struct clap_ara_plugin_extension
{
    const ARA::ARAFactory* (HARP_CLAP_CALL* get_factory) (const struct clap_plugin* plugin);
    const ARA::ARAPlugInExtensionInstance* (HARP_CLAP_CALL* bind_to_document_controller) (const struct clap_plugin* plugin,
                                                                                          ARA::ARADocumentControllerRef documentControllerRef,
                                                                                          ARA::ARAPlugInInstanceRoleFlags knownRoles,
                                                                                          ARA::ARAPlugInInstanceRoleFlags assignedRoles);
} clap_ara_plugin_extension_t;
