// SPDX-License-Identifier: GPL-3.0-or-later
// The jobs of one processor: every change of a job goes through here, and nothing changes a job that has ended. [any but audio]
#pragma once

#include "Job.h"

#include <harp_bridge/Bridge.h>

#include <chrono>
#include <deque>
#include <mutex>

namespace harp::processing
{

class JobList
{
public:
    // Adds an open job and gives it its number; 0 once the list is closed.
    JobId add (Job);

    bool isOpen (JobId) const;

    // Changes an open job; false when it has ended (or never was).
    template <typename Change>
    bool update (JobId id, Change&& change)
    {
        const std::lock_guard lock (mutex);
        auto* const entry = openEntry (id);

        if (entry == nullptr)
            return false;

        change (entry->job);
        return true;
    }

    // Remembers under which number the bridge knows the job; false when it has ended meanwhile.
    bool attach (JobId, bridge::JobId);

    // From here on the job can only become done or failed: its take is being committed. False when it has ended.
    bool seal (JobId);

    // End an open job; false when it had ended before.
    bool finish (JobId, model::TakeId);
    bool fail (JobId, core::Error);

    // What there is to say of a cancelled job afterwards becomes its message. False when it is not (or no longer) in the list.
    bool note (JobId, const std::string&);

    // Ends one job as cancelled, or (0) all that are not sealed. Returns the numbers by which the bridge knows them.
    struct Cancelled
    {
        bool any = false;
        std::vector<bridge::JobId> attached;
    };
    Cancelled cancel (JobId);

    // Cancels what is open; nothing can be added any more.
    Cancelled close();

    // Open jobs in the order of their coming, then ended ones, the last ended first.
    std::vector<Job> all() const;

    static constexpr std::size_t endedKept = 32;

private:
    using Clock = std::chrono::steady_clock;

    struct Entry
    {
        Job job;
        Clock::time_point submitted;
        bridge::JobId attached = 0;
        bool isSealed = false;
    };

    Entry* openEntry (JobId);
    Cancelled cancelLocked (JobId, bool sealedToo);
    bool end (JobId, JobStage, core::Error*, model::TakeId);

    mutable std::mutex mutex;
    std::vector<Entry> open;
    std::deque<Job> ended; // the last ended first
    JobId last = 0;
    bool closed = false;

    void moveToEnded (Entry&);
};

} // namespace harp::processing
