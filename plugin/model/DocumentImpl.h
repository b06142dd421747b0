// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of Document: state, lock, history. Private to the model.
//
// Each change runs through change(), which holds the mutex, raises the revision and calls the listeners afterwards.
#pragma once

#include "Document.h"
#include "Listeners.h"
#include "Rescale.h"

#include <core/ThreadRole.h>

#include <atomic>
#include <deque>
#include <mutex>

namespace harp::model
{

// What may only be destroyed once the mutex is free: destructors of readers call the host.
class Trash
{
public:
    template <typename Object>
    void add (Object object)
    {
        content.push_back (std::make_shared<Object> (std::move (object)));
    }

private:
    std::vector<std::shared_ptr<void>> content;
};

struct TakesAndComp
{
    std::vector<TakePtr> takes;
    Comp comp;
};

struct Step
{
    ModificationId modification {};
    TakesAndComp before, after;
};

class Document::Impl
{
public:
    static constexpr std::size_t maxSteps = 1000;

    // Runs `what (trash)`, which returns whether anything changed, under the mutex.
    template <typename What>
    void change (What&& what)
    {
        HARP_ASSERT_NOT_AUDIO();
        Trash trash;
        bool tellNow = false;

        {
            const std::lock_guard lock (mutex);

            if (what (trash))
            {
                trash.add (std::move (snapshot));
                snapshot = nullptr;
                revision.fetch_add (1);
                tellNow = batches == 0;
                tellLater = tellLater || ! tellNow;
            }
        }

        if (tellNow)
            listeners.call();
    }

    Modification* find (ModificationId);

    // The rate that takes and comps of this modification's source count at; 0 when it never had one.
    double rateFor (const Modification&) const;

    // Gives a modification new takes and a new comp, as one undo step. False when nothing would change.
    bool perform (Trash&, ModificationId, Modification&, TakesAndComp next);

    // Puts one side of a step into its modification.
    void apply (Trash&, const Step&, const TakesAndComp&);

    void dropSteps (Trash&, ModificationId);
    void rescale (Trash&, SourceId, double toRate);

    std::uint64_t nextId() { return ++lastId; }

    mutable std::mutex mutex;
    Arrangement live;
    std::shared_ptr<const Arrangement> snapshot; // copy of `live`, made when somebody asks for it
    std::map<SourceId, double> rates;            // the last usable rate of each source
    EndpointState endpoint;
    std::deque<Step> done, undone;               // newest last
    Changes changes;
    std::uint64_t lastId = 0;
    int batches = 0;
    bool tellLater = false;

    std::atomic<std::uint64_t> revision { 0 };
    Listeners listeners;
};

} // namespace harp::model
