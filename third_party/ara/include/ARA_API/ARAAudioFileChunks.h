// SPDX-License-Identifier: MIT
// Names of the XML elements that carry ARA data inside an audio file (in its iXML chunk).
//
// ARA > audioSources > audioSource { documentArchiveID, openAutomatically, createDistinctAudioModification, suggestedPlugIn
// { plugInName, lowestSupportedVersion, manufacturerName, informationURL }, persistentID, archiveData (base64) }.
#pragma once

namespace ARA
{

static const char kARAXMLName_ARAVendorKeyword[] = "ARA";
static const char kARAXMLName_AudioSources[] = "audioSources";
static const char kARAXMLName_AudioSource[] = "audioSource";
static const char kARAXMLName_DocumentArchiveID[] = "documentArchiveID";
static const char kARAXMLName_OpenAutomatically[] = "openAutomatically";
static const char kARAXMLName_CreateDistinctAudioModification[] = "createDistinctAudioModification";
static const char kARAXMLName_SuggestedPlugIn[] = "suggestedPlugIn";
static const char kARAXMLName_PersistentID[] = "persistentID";
static const char kARAXMLName_ArchiveData[] = "archiveData";
static const char kARAXMLName_PlugInName[] = "plugInName";
static const char kARAXMLName_LowestSupportedVersion[] = "lowestSupportedVersion";
static const char kARAXMLName_ManufacturerName[] = "manufacturerName";
static const char kARAXMLName_InformationURL[] = "informationURL";

} // namespace ARA
