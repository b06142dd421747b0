// SPDX-License-Identifier: GPL-3.0-or-later
// One document of the mock host, and the calls a host makes for it. Model thread.
#pragma once

#include "FakeSession.h"
#include "MockHost.h"

#include <ara/Binding.h>
#include <ara/Factory.h>

#include <functional>
#include <list>
#include <memory>

namespace harp::test
{

// ARA initialised for as long as this lives, with our assert function.
class AraRuntime
{
public:
    explicit AraRuntime (ARA::ARAAPIGeneration generation = ARA::kARAAPIGeneration_2_3_Final, ARA::ARAAssertFunction* = assertAddress());
    ~AraRuntime();
    AraRuntime (const AraRuntime&) = delete;
    AraRuntime& operator= (const AraRuntime&) = delete;
};

class HostDocument
{
public:
    explicit HostDocument (MockHost&, const char* name = "document");
    ~HostDocument(); // close()
    HostDocument (const HostDocument&) = delete;
    HostDocument& operator= (const HostDocument&) = delete;

    // Runs the changes in one edit cycle.
    void edit (const std::function<void()>& changes);
    void beginEditing();
    void endEditing();
    void poll();
    void setName (const char*);

    HostContext& addContext();
    HostSequence& addSequence (HostContext&, std::string name = "track", int order = 0);
    HostSource& addSource (std::string id, Samples, double rate);
    HostModification& addModification (HostSource&, std::string id);
    HostModification& clone (HostModification&, std::string id);
    HostRegion& addRegion (HostModification&, HostSequence&, double start, double duration, double startInModification = 0.0);

    void update (HostSequence&);
    void update (HostSource&);
    void update (HostModification&);
    void update (HostRegion&);
    void contentChanged (HostSource&, ARA::ARAContentUpdateFlags flags = ARA::kARAContentUpdateEverythingChanged);
    void enable (HostSource&, bool on = true);
    void deactivate (HostSource&, bool);
    void deactivate (HostModification&, bool);

    void destroy (HostRegion&);
    void destroy (HostModification&);
    void destroy (HostSource&);
    void destroy (HostSequence&);
    void destroy (HostContext&);

    bool store (HostArchive&, const ARA::ARAStoreObjectsFilter* filter = nullptr);
    bool restore (HostArchive&, const ARA::ARARestoreObjectsFilter* filter = nullptr); // inside of an edit cycle

    // Empties the graph, child first, and destroys the document.
    void close();

    // Destroys the document as it is.
    void destroyController();

    const ARA::ARADocumentControllerInterface& table() const { return *controller->documentControllerInterface; }
    ARA::ARADocumentControllerRef ref() const { return controller->documentControllerRef; }
    FakeSession& session() const { return *fake; }
    model::Document& model() const { return *fake->document; }
    render::Engine& engine() const { return *fake->engine; }

    // The model's id of an object: the newest one that was added.
    model::ModificationId idOf (const HostModification&) const;
    model::RegionId idOf (const HostRegion&) const;

    MockHost& host;
    std::list<HostContext> contexts;
    std::list<HostSequence> sequences;
    std::list<HostSource> sources;
    std::list<HostModification> modifications;
    std::list<HostRegion> regions;

private:
    ARA::ARAPlaybackRegionProperties propertiesOf (const HostRegion&) const;
    ARA::ARAAudioSourceProperties propertiesOf (const HostSource&) const;

    const ARA::ARADocumentControllerInstance* controller = nullptr;
    std::shared_ptr<FakeSession> fake;
};

// One plug-in instance, bound to a document.
class Instance
{
public:
    explicit Instance (const HostDocument&, ARA::ARAPlugInInstanceRoleFlags assigned = ARA::kARAPlaybackRendererRole,
                       ARA::ARAPlugInInstanceRoleFlags known = 7);

    void add (const HostRegion&);
    void remove (const HostRegion&);
    void prepare (double rate, int channels, int block = 512);

    // Song frames [start, start + frames), offline, in blocks.
    Samples render (std::int64_t start, std::int64_t frames, bool playing = true);

    void select (const std::vector<ARA::ARAPlaybackRegionRef>&, const std::vector<ARA::ARARegionSequenceRef>& = {},
                 const ARA::ARAContentTimeRange* = nullptr);

    const ARA::ARAPlugInExtensionInstance& extension() const { return *binding->instance(); }

    std::unique_ptr<ara::Binding> binding;

private:
    int numChannels = 0, largestBlock = 0;
};

} // namespace harp::test
