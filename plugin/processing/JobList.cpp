// SPDX-License-Identifier: GPL-3.0-or-later
#include "JobList.h"

#include <algorithm>

namespace harp::processing
{

JobId JobList::add (Job job)
{
    const std::lock_guard lock (mutex);

    if (closed)
        return 0;

    job.id = ++last;
    open.push_back ({ std::move (job), Clock::now() });
    return last;
}

bool JobList::isOpen (JobId id) const
{
    const std::lock_guard lock (mutex);
    return std::any_of (open.begin(), open.end(), [id] (const auto& e) { return e.job.id == id; });
}

bool JobList::attach (JobId id, bridge::JobId attached)
{
    const std::lock_guard lock (mutex);
    auto* const entry = openEntry (id);

    if (entry != nullptr)
        entry->attached = attached;

    return entry != nullptr;
}

bool JobList::seal (JobId id)
{
    const std::lock_guard lock (mutex);
    auto* const entry = openEntry (id);

    if (entry != nullptr)
        entry->isSealed = true;

    return entry != nullptr;
}

bool JobList::finish (JobId id, model::TakeId take)
{
    return end (id, JobStage::done, nullptr, std::move (take));
}

bool JobList::fail (JobId id, core::Error error)
{
    return end (id, JobStage::failed, &error, {});
}

JobList::Cancelled JobList::cancel (JobId id)
{
    const std::lock_guard lock (mutex);
    return cancelLocked (id, false);
}

bool JobList::note (JobId id, const std::string& text)
{
    const std::lock_guard lock (mutex);
    const auto found = std::find_if (ended.begin(), ended.end(), [id] (const Job& job) { return job.id == id && job.stage == JobStage::cancelled; });

    if (found == ended.end())
        return false;

    found->message = text;
    return true;
}

JobList::Cancelled JobList::close()
{
    const std::lock_guard lock (mutex);
    closed = true;
    return cancelLocked (0, true);
}

std::vector<Job> JobList::all() const
{
    const std::lock_guard lock (mutex);
    const auto now = Clock::now();
    std::vector<Job> result;
    result.reserve (open.size() + ended.size());

    for (const auto& entry : open)
    {
        result.push_back (entry.job);
        result.back().seconds = std::chrono::duration<double> (now - entry.submitted).count();
    }

    result.insert (result.end(), ended.begin(), ended.end());
    return result;
}

JobList::Entry* JobList::openEntry (JobId id)
{
    const auto found = std::find_if (open.begin(), open.end(), [id] (const auto& e) { return e.job.id == id; });
    return found != open.end() ? &*found : nullptr;
}

JobList::Cancelled JobList::cancelLocked (JobId id, bool sealedToo)
{
    Cancelled result;

    for (auto& entry : open)
    {
        if ((id != 0 && entry.job.id != id) || (entry.isSealed && ! sealedToo))
            continue;

        entry.job.stage = JobStage::cancelled;
        moveToEnded (entry);
        result.any = true;

        if (entry.attached != 0)
            result.attached.push_back (entry.attached);
    }

    std::erase_if (open, [] (const auto& e) { return ! e.job.isOpen(); });
    return result;
}

bool JobList::end (JobId id, JobStage stage, core::Error* error, model::TakeId take)
{
    const std::lock_guard lock (mutex);
    auto* const entry = openEntry (id);

    if (entry == nullptr)
        return false;

    entry->job.stage = stage;
    entry->job.take = std::move (take);

    if (error != nullptr)
        entry->job.error = std::move (*error);

    moveToEnded (*entry);
    std::erase_if (open, [id] (const auto& e) { return e.job.id == id; });
    return true;
}

void JobList::moveToEnded (Entry& entry)
{
    auto job = entry.job;
    job.seconds = std::chrono::duration<double> (Clock::now() - entry.submitted).count();
    job.fraction = std::nullopt;
    job.queueRank = std::nullopt;
    job.queueSize = std::nullopt;
    job.etaSeconds = std::nullopt;
    ended.push_front (std::move (job));

    if (ended.size() > endedKept)
        ended.pop_back();
}

} // namespace harp::processing
