// SPDX-License-Identifier: GPL-3.0-or-later
// A HARP document: the host's arrangement, the takes and comps, the endpoint, and the undo history.
//
// [any but audio] thread: one mutex inside, never held while anything else is called (readers and takes that are let go of
// are destroyed after it was given back). Every change raises revision() and, after the mutex is free again, calls the
// listeners on the changing thread.
#pragma once

#include "Arrangement.h"
#include "Endpoint.h"

#include <core/Result.h>

#include <functional>
#include <memory>
#include <set>

namespace harp::model
{

class Document
{
public:
    Document();
    ~Document();
    Document (const Document&) = delete;
    Document& operator= (const Document&) = delete;

    // A consistent copy; takes and readers are shared.
    std::shared_ptr<const Arrangement> arrangement() const;
    std::uint64_t revision() const noexcept;

    // --- the host's side -----------------------------------------------------------------------------------------------
    void setName (std::string);
    TrackId addTrack (Track);
    void setTrack (TrackId, Track);
    void removeTrack (TrackId);
    SourceId addSource (Source);       // without a reader it gets one that is never available
    void setSource (SourceId, Source); // rescales spans of takes and comps when the rate changed; no reader: keeps the one it has
    void removeSource (SourceId);      // modifications stay until the host removes them
    ModificationId addModification (SourceId, std::string persistentId, std::string name);
    ModificationId cloneModification (ModificationId, std::string persistentId, std::string name); // comp copied, audio shared
    void setModification (ModificationId, std::string persistentId, std::string name);
    void removeModification (ModificationId); // its undo steps go too
    RegionId addRegion (Region);
    void setRegion (RegionId, Region);
    void removeRegion (RegionId);

    // Several changes at once for the listeners: they hear one change when the outermost batch ends.
    class Batch
    {
    public:
        explicit Batch (Document&);
        ~Batch();
        Batch (const Batch&) = delete;
        Batch& operator= (const Batch&) = delete;

    private:
        Document& document;
    };

    // --- takes and the comp -------------------------------------------------------------------------------------------
    // Adds a take and lets its first output sound in its span, clipped to `paint` (frames at the take's source rate): one
    // undo step. region_unknown when the modification is gone. The newest 1000 steps are kept.
    core::Status commitTake (ModificationId, TakePtr, core::Span paint);

    // Lets a take (or, with nothing, the original) sound in a span: one undo step, none when nothing changes. take_unknown
    // when there is no such take or output, or it does not reach into the span.
    struct Choice
    {
        TakeId take;
        int output = 0;
    };
    core::Status choose (ModificationId, core::Span, const std::optional<Choice>&);

    // Deletes a take; the original sounds where it did. Undoable.
    core::Status deleteTake (ModificationId, const TakeId&);

    core::Status undo();
    core::Status redo();
    bool canUndo() const;
    bool canRedo() const;

    // Replaces takes and comp of a modification as an archive gave them; drops its undo steps. `compRate` is the rate that
    // the comp's frames count at (0: the source's own); takes say theirs themselves.
    void restoreModification (ModificationId, std::vector<TakePtr>, Comp, double compRate = 0.0);

    // --- the endpoint ---------------------------------------------------------------------------------------------------
    EndpointState endpoint() const;
    void setEndpoint (EndpointState);
    void restoreEndpoint (EndpointState); // as an archive gave it: the host need not be told

    // --- what the host must be told ------------------------------------------------------------------------------------
    // Modifications whose sound changed by us, and whether document data (the endpoint) did, since the last call.
    struct Changes
    {
        std::set<ModificationId> modifications;
        bool documentData = false;
    };
    Changes takeChanges();

    // --- listeners ------------------------------------------------------------------------------------------------------
    // Several threads may call one listener at the same time; it must not throw.
    using Listener = std::function<void()>;
    using ListenerId = std::uint64_t;
    ListenerId addListener (Listener);
    void removeListener (ListenerId); // when it returns, the listener is not running any more, unless called from inside of it

private:
    class Impl;
    std::unique_ptr<Impl> impl;
};

} // namespace harp::model
