// SPDX-License-Identifier: MIT
#include "client/BridgeLoop.h"

#include <utility>

namespace harp::bridge
{

bool Bridge::Impl::handle (const wire::Event& event, std::string& reason)
{
    reason.clear();

    if (! session->isReady() && ! std::holds_alternative<wire::Ready> (event)
        && ! std::holds_alternative<wire::Failed> (event))
    {
        reason = "the worker spoke before it was ready";
        return false;
    }

    return std::visit ([&] (const auto& message) { return on (message, reason); }, event);
}

bool Bridge::Impl::on (const wire::Ready& ready, std::string& reason)
{
    return session->acceptReady (ready, reason);
}

bool Bridge::Impl::on (const wire::Pong& pong, std::string& reason)
{
    return session->acceptPong (pong, reason);
}

// True for a job whose end was already told; `last` when the worker will say no more of it.
bool Bridge::Impl::isLate (JobId id, bool last)
{
    const auto closing = closings.find (id);

    if (closing == closings.end())
        return false;

    closing->second.over = closing->second.over || last;
    return true;
}

std::map<JobId, Job>::iterator Bridge::Impl::find (JobId id, Job::Kind kind, std::string& reason)
{
    const auto job = jobs.find (id);

    if (job == jobs.end())
        reason = "job " + std::to_string (id) + " is unknown";
    else if (! job->second.awaits (kind))
        reason = "job " + std::to_string (id) + " is of another kind";
    else
        return job;

    return jobs.end();
}

bool Bridge::Impl::on (const wire::Progressed& progressed, std::string& reason)
{
    if (isLate (progressed.job, false))
        return true;

    const auto job = jobs.find (progressed.job);

    if (job == jobs.end())
    {
        reason = "job " + std::to_string (progressed.job) + " is unknown";
        return false;
    }

    if (job->second.onProgress)
        job->second.onProgress (progressed.progress);

    return true;
}

bool Bridge::Impl::on (const wire::Described& described, std::string& reason)
{
    if (isLate (described.job, true))
        return true;

    const auto job = find (described.job, Job::Kind::describe, reason);

    if (job == jobs.end())
        return false;

    const auto ended = std::move (job->second);
    jobs.erase (job);
    ended.onDescribed (Description { described.json });
    return true;
}

bool Bridge::Impl::on (const wire::Listed& listed, std::string& reason)
{
    if (isLate (listed.job, true))
        return true;

    const auto job = find (listed.job, Job::Kind::models, reason);

    if (job == jobs.end())
        return false;

    const auto ended = std::move (job->second);
    jobs.erase (job);
    ended.onListed (ModelList { listed.json });
    return true;
}

bool Bridge::Impl::on (const wire::NeedBlock& need, std::string& reason)
{
    if (isLate (need.job, false))
        return true;

    const auto job = find (need.job, Job::Kind::process, reason);

    if (job == jobs.end())
        return false;

    auto& outputs = job->second.outputs;

    if (outputs.contains (need.output) || outputs.size() == LineSocket::maxBlocks)
    {
        reason = "the worker asked twice for the block of one output, or for too many blocks";
        return false;
    }

    const auto bytes = static_cast<std::uint64_t> (need.frames) * static_cast<std::uint64_t> (need.channels) * sizeof (float);
    Failure failure;

    if (bytes > job->second.outputLimit)
    {
        failure = { "result_too_large", {}, std::to_string (need.channels) + " x " + std::to_string (need.frames)
                                                + " samples came back; at most " + std::to_string (job->second.outputLimit)
                                                + " bytes are accepted for this request" };
    }
    else if (auto block = Block::create (need.channels, need.frames, failure.detail))
    {
        outputs.emplace (need.output, block);
        session->send (wire::blockLine (need.job, need.output), { std::move (block) });
        return true;
    }
    else
    {
        failure.code = "out_of_memory";
    }

    session->send (wire::noBlockLine (need.job, need.output, failure.code));
    close (job, failure);
    return true;
}

bool Bridge::Impl::on (const wire::Done& done, std::string& reason)
{
    if (isLate (done.job, true))
        return true;

    const auto job = find (done.job, Job::Kind::process, reason);

    if (job == jobs.end())
        return false;

    auto blocks = job->second.outputs;
    ProcessResult result { {}, done.dataJson, done.notesJson };

    // Every block that was asked for, once, and as large as it was asked for.
    for (const auto& audio : done.audio)
    {
        const auto block = blocks.find (audio.output);

        if (block == blocks.end() || block->second->frames() != audio.frames
            || block->second->channels() != audio.channels)
        {
            reason = "the result '" + audio.output + "' is not the block that was asked for";
            return false;
        }

        result.audio.push_back ({ audio.output, audio.label, audio.rate, std::move (block->second) });
        blocks.erase (block);
    }

    if (! blocks.empty())
    {
        reason = "the result '" + blocks.begin()->first + "' was asked for and is missing";
        return false;
    }

    const auto ended = std::move (job->second);
    jobs.erase (job);
    ended.onProcessed (std::move (result));
    return true;
}

bool Bridge::Impl::on (const wire::Failed& failed, std::string& reason)
{
    if (failed.job == 0)
    {
        if (session->isReady())
        {
            reason = "the worker said after its start that it cannot start";
            return false;
        }

        loseWith (failed.failure);
        return true;
    }

    if (isLate (failed.job, true))
        return true;

    const auto job = jobs.find (failed.job);

    if (job == jobs.end() || ! session->isReady())
    {
        reason = "job " + std::to_string (failed.job) + " is unknown";
        return false;
    }

    const auto ended = std::move (job->second);
    jobs.erase (job);
    ended.fail (failed.failure);
    return true;
}

bool Bridge::Impl::on (const wire::Ended& ended, std::string& reason)
{
    if (! isLate (ended.job, true))
    {
        reason = "a job ended that was not cancelled";
        return false;
    }

    // Taken out first: whoever hears it may call back into the bridge.
    if (const auto hear = std::exchange (closings[ended.job].onNote, nullptr); hear && ! ended.note.empty())
        hear (ended.note);

    return true;
}

} // namespace harp::bridge
