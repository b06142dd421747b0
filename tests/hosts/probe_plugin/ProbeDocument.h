// SPDX-License-Identifier: MIT
// The probe's document: plays its regions from samples that it cached when the host gave access.
//
// The name of the document chooses a mistake, e.g. "keep-readers"; without one the probe keeps every rule. [model] unless noted
#pragma once

#include <ARA_API/ARAInterface.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace probe
{

using namespace ARA;

struct Context
{
    ARAMusicalContextHostRef hostRef {};
    std::vector<ARAContentTempoEntry> tempo; // read from the host
};

struct Sequence
{
    Context* context {};
};

struct Source
{
    ARAAudioSourceHostRef hostRef {};
    std::string name, id;
    ARASampleCount frames {};
    double rate {};
    int channels {};
    bool access = false, cached = false, readFailed = false;
    ARAAudioReaderHostRef reader {};
    std::vector<std::vector<float>> samples;
    enum { none, requested, running, done } analysis = none;
    int algorithm = 0;
};

struct Modification
{
    Source* source {};
    ARAAudioModificationHostRef hostRef {};
    std::string name, id;
    float gain = 1; // the one thing that can be edited
};

struct Region
{
    Modification* modification {};
    Sequence* sequence {};
    ARAPlaybackRegionHostRef hostRef {};
    double startInModification {}, duration {}, startInSong {};
};

struct ContentReader
{
    std::vector<ARAContentNote> notes;
};

class Document
{
public:
    Document (const ARADocumentControllerHostInstance& hostInstance, const char* documentName);

    static Document& of (ARADocumentControllerRef ref) { return *reinterpret_cast<Document*> (ref); }
    ARADocumentControllerRef ref() { return reinterpret_cast<ARADocumentControllerRef> (this); }
    bool wants (const char* mistake) const { return name == mistake; } // [any]

    void endEditing();
    void poll();
    void setAccess (Source& source, bool enable);
    void forget (Source& source);
    bool store (ARAArchiveWriterHostRef writer, const ARAStoreObjectsFilter* filter);
    bool restore (ARAArchiveReaderHostRef reader, const ARARestoreObjectsFilter* filter);
    ContentReader* readNotes (const Source& source, double offset);

    // [any] Sets the gain of a modification; the host hears of it at its next poll.
    bool setGain (const std::string& modificationId, float gain);

    // [audio] Adds a region to planar buffers; a test plug-in may take a lock here.
    void play (const Region& region, std::int64_t position, int frames, double rate, float* const* output, int channels);

    const ARADocumentControllerHostInstance host;
    ARADocumentControllerInstance instance {}; // lives as long as the controller
    std::string name;
    bool editing = false;
    std::mutex mutex; // the graph against render threads and commands
    std::vector<std::unique_ptr<Context>> contexts;
    std::vector<std::unique_ptr<Sequence>> sequences;
    std::vector<std::unique_ptr<Source>> sources;
    std::vector<std::unique_ptr<Modification>> modifications;
    std::vector<std::unique_ptr<Region>> regions;
    std::atomic<int> instances { 0 };
    bool hostIsDone = false;

    // Host interfaces, with what they need.
    ARAAudioReaderHostRef createReader (ARAAudioSourceHostRef source);
    bool read (ARAAudioReaderHostRef reader, std::int64_t position, std::int64_t count, std::vector<std::vector<float>>& into);
    void destroyReader (ARAAudioReaderHostRef reader);

private:
    void cache (Source& source);
    void readTempo (Context& context);
    void analyse();
    bool writeText (ARAArchiveWriterHostRef writer, const std::string& text);

    std::vector<ARAAudioModificationHostRef> changed;
};

const ARADocumentControllerInterface& controllerInterface (const Document& document);
const ARAFactory& factory();
int generation();
ARAAssertFunction* assertFunction();

// Deliberate mistakes, by the place where they are made.
void mistakeInCreateSource (Document& document, Source& source);
void mistakeInAccess (Document& document, Source& source, bool enable);
void mistakeInEndEditing (Document& document);
void mistakeInUpdateDocument (Document& document);
void mistakeInPoll (Document& document);
void mistakeInStore (Document& document, ARAArchiveWriterHostRef writer);
void mistakeInRestore (Document& document, ARAArchiveReaderHostRef reader);
void mistakeInProcess (Document& document);

} // namespace probe
