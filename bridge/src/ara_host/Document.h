// SPDX-License-Identifier: MIT
// One ARA document: the plug-in's document controller, driven in the order that ARA demands.
//
// The thread that makes a document is its [model] thread; every function belongs there and says so with a HostError
// otherwise. Functions marked [any] are the exception. Rules that the plug-in breaks are collected in violations().
#pragma once

#include "HostSide.h"

#include <memory>
#include <optional>
#include <span>

namespace harp::host
{

class Host;
class Instance;

using ContextPtr = std::shared_ptr<MusicalContext>;
using SequencePtr = std::shared_ptr<RegionSequence>;
using SourcePtr = std::shared_ptr<AudioSource>;
using ModificationPtr = std::shared_ptr<AudioModification>;
using RegionPtr = std::shared_ptr<PlaybackRegion>;

// Which objects a store call shall write; without a filter it writes everything.
struct StoreFilter
{
    bool documentData = false;
    std::vector<SourcePtr> sources;
    std::vector<ModificationPtr> modifications;
};

// Which archived objects a restore call shall read: pairs of archived and current persistent id.
struct RestoreFilter
{
    using Ids = std::vector<std::pair<std::string, std::string>>;
    bool documentData = false;
    Ids sources, modifications;
};

struct AudioFileChunk
{
    bool ok = false;
    std::string archiveId;
    bool openAutomatically = false;
};

class Document : public std::enable_shared_from_this<Document>
{
public:
    Document (std::shared_ptr<Host> host, const std::string& name, const HostQuirks& quirks);
    ~Document();

    // Empties the graph child first, in one edit cycle, and destroys the controller. Bound instances may live on.
    void close();
    bool isOpen() const { return hostSide->side.controllerAlive; } // [any]

    std::vector<Violation> violations() const { return hostSide->side.violations.all(); } // [any]
    void clearViolations() { hostSide->side.violations.clear(); }                         // [any]
    const Graph& graph() const { return hostSide->side.graph; }                           // [any]

    void beginEditing();
    void endEditing();
    bool isEditing() const { return editing; }
    void rename (const std::string& name);

    // The graph: inside an edit cycle. Destroying an object destroys what hangs on it first.
    ContextPtr createContext (MusicalContext properties);
    void updateContext (MusicalContext& context, bool contentChanged, ARA::ARAContentUpdateFlags flags);
    void destroy (const ContextPtr& context);
    SequencePtr createSequence (RegionSequence properties);
    void updateSequence (RegionSequence& sequence);
    void destroy (const SequencePtr& sequence);
    SourcePtr createSource (SourcePtr properties);
    void updateSource (AudioSource& source);
    void updateSourceContent (AudioSource& source, ARA::ARAContentUpdateFlags flags);
    void deactivate (AudioSource& source, bool deactivated);
    void destroy (const SourcePtr& source);
    ModificationPtr createModification (AudioModification properties);
    ModificationPtr cloneModification (const AudioModification& original, const std::string& name, const std::string& persistentId);
    void updateModification (AudioModification& modification);
    void deactivate (AudioModification& modification, bool deactivated);
    void destroy (const ModificationPtr& modification);
    RegionPtr createRegion (PlaybackRegion properties);
    void updateRegion (PlaybackRegion& region);
    void destroy (const RegionPtr& region);

    // Inside or outside of a cycle.
    void setSampleAccess (AudioSource& source, bool enable);
    std::pair<double, double> headAndTail (const PlaybackRegion& region);
    bool preservesSignal (const AudioModification& modification);

    // Outside of a cycle (the plug-in may now send its notifications; a host may also never ask for them).
    void notifyModelUpdates();
    std::vector<ModelUpdate> takeUpdates();
    std::vector<PlaybackRequest> takePlaybackRequests() { return hostSide->playback.take(); } // [any]
    std::size_t openReaders (const AudioSource* source) const { return hostSide->audio.openReaders (source); }

    // Store outside of a cycle, restore inside. False: the plug-in says that it failed.
    bool store (const StoreFilter* filter, ArchiveStream& archive);
    bool restore (const RestoreFilter* filter, ArchiveStream& archive);
    AudioFileChunk storeChunk (const AudioSource& source, ArchiveStream& chunk);

    // Content as the plug-in knows it; `object` is an AudioSource, AudioModification or PlaybackRegion of this document.
    bool contentAvailable (const void* object, ARA::ARAContentType type);
    ContentList readContent (const void* object, ARA::ARAContentType type, std::optional<ARA::ARAContentTimeRange> range);
    void requestAnalysis (const AudioSource& source, std::span<const ARA::ARAContentType> types);
    bool analysisIncomplete (const AudioSource& source, ARA::ARAContentType type);
    bool licensed (bool dialog, std::span<const ARA::ARAContentType> types, ARA::ARAPlaybackTransformationFlags flags);
    std::vector<std::pair<std::string, std::string>> algorithms(); // id, name
    int algorithmOf (const AudioSource& source);
    void requestAlgorithm (const AudioSource& source, int index);

    // For instances that are bound to this document.
    ARA::ARADocumentControllerRef controllerRef() const { return ref; }
    DocumentSide& documentSide() { return hostSide->side; }
    void addInstance (const std::shared_ptr<Instance>& instance) { instances.push_back (instance); }
    void requireModelThread() const;
    void requireEditing() const;

private:
    struct ContentFunctions;

    template <typename Function>
    auto call (Call kind, const void* subject, Function&& function);
    void checkInterface();
    void requireOpen() const;
    void requireNotEditing() const;
    void requireImplemented (std::size_t sizeUpToMember, const char* what) const;
    ContentFunctions contentFunctions (const void* object) const;

    std::shared_ptr<Host> host;
    std::shared_ptr<HostSide> hostSide;
    const ARA::ARADocumentControllerInterface* controller = nullptr;
    ARA::ARADocumentControllerRef ref = nullptr;
    std::vector<std::weak_ptr<Instance>> instances;
    bool editing = false;
};

// Runs one function of the controller with everything that callbacks during it are judged by.
template <typename Function>
auto Document::call (Call kind, const void* subject, Function&& function)
{
    struct AfterCall
    {
        HostSide& host;
        ~AfterCall() { host.content.requireNoReaders(); }
    };

    requireModelThread();
    requireOpen();
    const AfterCall after { *hostSide };
    const PluginCalls::Scope scope (hostSide->side.calls, kind, subject);
    return function();
}

} // namespace harp::host
