// SPDX-License-Identifier: GPL-3.0-or-later
// The way of one job: read, submit, follow, accept, commit.
#include "ProcessorImpl.h"

#include "RegionReader.h"
#include "TakeBuilder.h"

#include <new>

namespace harp::processing
{

using core::Error;
using core::ErrorCode;

namespace
{

JobStage stageFrom (bridge::Stage stage)
{
    switch (stage)
    {
        case bridge::Stage::connecting:  return JobStage::connecting;
        case bridge::Stage::waking:      return JobStage::waking;
        case bridge::Stage::uploading:   return JobStage::uploading;
        case bridge::Stage::queued:      return JobStage::queued;
        case bridge::Stage::running:     return JobStage::running;
        case bridge::Stage::downloading: return JobStage::downloading;
        case bridge::Stage::checking:    return JobStage::checking;
    }

    return JobStage::running;
}

void enter (Job& job, JobStage stage)
{
    job.stage = stage;
    job.fraction = std::nullopt;
    job.queueRank = std::nullopt;
    job.queueSize = std::nullopt;
    job.etaSeconds = std::nullopt;
}

} // namespace

core::Result<std::vector<JobId>> Processor::Impl::process (const std::vector<model::RegionId>& regions)
{
    if (bridge() == nullptr)
        return closedDocument();

    const auto arrangement = document->arrangement();
    const auto plan = planJobs (*arrangement, document->endpoint(), regions, surroundings.hasConsent);

    if (! plan.ok())
        return plan.error();

    std::vector<JobId> ids;

    for (const auto& planned : plan.value().jobs)
    {
        Job job;
        job.regions = planned.regions;
        job.modification = planned.modification;
        job.span = planned.span;
        job.endpointName = plan.value().order->description.card.name;
        job.stage = planned.reader != nullptr ? JobStage::reading : JobStage::connecting;

        const auto id = jobList.add (std::move (job));

        if (id == 0)
            return closedDocument();

        ids.push_back (id);
        worker.post ([this, id, order = plan.value().order, planned] { start (id, order, planned); });
    }

    changed();
    return ids;
}

void Processor::Impl::start (JobId id, const OrderPtr& order, const PlannedJob& planned)
{
    guarded (id, [&] { readAndSubmit (id, order, planned); });
}

void Processor::Impl::readAndSubmit (JobId id, const OrderPtr& order, const PlannedJob& planned)
{
    if (! jobList.isOpen (id))
        return;

    std::shared_ptr<bridge::Block> block;

    if (planned.reader != nullptr)
    {
        auto read = readSpan (*planned.reader, planned.span,
                              [this, id] { return jobList.isOpen (id); },
                              [this, id] (double fraction)
                              {
                                  if (jobList.update (id, [fraction] (Job& job) { job.fraction = fraction; }))
                                      changed();
                              });

        if (! read.ok())
            return fail (id, read.error());

        block = std::move (read.value());
    }

    submit (id, order, planned, std::move (block));
}

void Processor::Impl::submit (JobId id, const OrderPtr& order, const PlannedJob& planned, std::shared_ptr<bridge::Block> block)
{
    // The answer may have been taken back while the region was read; nothing has left the machine yet.
    if (! maySendTo (order->host, surroundings.hasConsent))
        return fail (id, { ErrorCode::consentRequired, {}, "host " + order->host });

    const auto open = bridge();

    if (open == nullptr || ! jobList.update (id, [] (Job& job) { enter (job, JobStage::connecting); }))
        return;

    bridge::ProcessRequest request { order->description.address, order->valuesJson, {}, {}, group };

    if (block != nullptr)
        request.audio.push_back ({ order->audioInput, std::move (block), planned.sourceRate });
    else
        request.durationSeconds = core::toSeconds (planned.span.length(), planned.sourceRate);

    const auto weak = weak_from_this();

    const auto job = open->submit (
        std::move (request),
        [weak, id] (const bridge::Progress& progress)
        {
            if (const auto self = weak.lock())
                self->progressed (id, progress);
        },
        [weak, id, order, planned] (ProcessOutcome outcome)
        {
            if (const auto self = weak.lock())
                self->ended (id, order, planned, std::make_shared<const ProcessOutcome> (std::move (outcome)));
        },
        [weak, id] (const std::string& note)
        {
            if (const auto self = weak.lock(); self != nullptr && self->jobList.note (id, note))
                self->postChanged();
        });

    if (! jobList.attach (id, job))
        open->cancel (job);

    changed();
}

void Processor::Impl::progressed (JobId id, const bridge::Progress& progress)
{
    const bool isOpen = jobList.update (id, [&progress] (Job& job)
                                        {
                                            enter (job, stageFrom (progress.stage));
                                            job.fraction = progress.fraction;
                                            job.queueRank = progress.queueRank;
                                            job.queueSize = progress.queueSize;
                                            job.etaSeconds = progress.etaSeconds;

                                            // The last words stand until the model says something else.
                                            if (! progress.message.empty())
                                                job.message = progress.message;
                                        });

    if (isOpen)
        postChanged();
}

void Processor::Impl::ended (JobId id, OrderPtr order, const PlannedJob& planned, std::shared_ptr<const ProcessOutcome> outcome)
{
    worker.post ([this, id, order = std::move (order), planned, outcome = std::move (outcome)]
                 { guarded (id, [&] { accept (id, order, planned, *outcome); }); });
}

void Processor::Impl::accept (JobId id, const OrderPtr& order, const PlannedJob& planned, const ProcessOutcome& outcome)
{
    if (const auto* const failure = std::get_if<bridge::Failure> (&outcome))
        return fail (id, errorFrom (*failure));

    if (! jobList.update (id, [] (Job& job) { enter (job, JobStage::checking); }))
        return;

    changed();

    const auto take = makeTake (std::get<bridge::ProcessResult> (outcome),
                                { planned.span, planned.sourceRate, *order, surroundings.clientVersion },
                                [this, id] { return jobList.isOpen (id); });

    if (! take.ok())
        return fail (id, take.error());

    if (const auto status = commit (id, planned, take.value()); ! status.ok())
        fail (id, status.error());
}

core::Status Processor::Impl::commit (JobId id, const PlannedJob& planned, const model::TakePtr& take)
{
    if (surroundings.prepareTake)
        if (const auto status = surroundings.prepareTake (take); ! status.ok())
            return status.error();

    // From here on a cancel comes too late, so that a cancelled job never leaves a take.
    if (! jobList.seal (id))
        return core::Done {};

    if (const auto status = document->commitTake (planned.modification, take, planned.span); ! status.ok())
        return status.error();

    jobList.finish (id, take->id);
    changed();

    // It is audible; encoding it for the archive is nothing that anybody waits for, unless the host saves just now. Short of
    // memory it stays as it is, and saving tries again.
    worker.post ([take]
    {
        for (const auto& output : take->outputs)
            static_cast<void> (output.audio->settle());
    });

    return core::Done {};
}

void Processor::Impl::guarded (JobId id, const std::function<void()>& step)
{
    try
    {
        step();
    }
    catch (const std::bad_alloc&)
    {
        fail (id, { ErrorCode::outOfMemory, {}, {} });
    }
    catch (const std::exception& e)
    {
        fail (id, { ErrorCode::internal, {}, e.what() });
    }
}

void Processor::Impl::fail (JobId id, Error error)
{
    if (error.code == ErrorCode::cancelled)
        jobList.cancel (id);
    else
        jobList.fail (id, std::move (error));

    changed();
}

} // namespace harp::processing
