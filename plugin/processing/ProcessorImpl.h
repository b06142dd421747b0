// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of the processor: its commands run on the caller's thread, everything that takes time on its worker.
//
// Callbacks of the bridge hold a weak reference and only note or post; the worker's tasks may hold `this`, because the
// worker is joined before the object ends.
#pragma once

#include "BridgeError.h"
#include "JobList.h"
#include "JobPlan.h"
#include "Loading.h"
#include "Processor.h"
#include "Worker.h"

#include <atomic>
#include <mutex>

namespace harp::processing
{

class Processor::Impl : public std::enable_shared_from_this<Processor::Impl>
{
public:
    Impl (std::shared_ptr<model::Document>, std::shared_ptr<bridge::Bridge>, Surroundings);

    core::Status load (const std::string& typedAddress);
    core::Status set (const std::string& control, const std::string& valueJson);
    core::Result<std::vector<JobId>> process (const std::vector<model::RegionId>&);
    void cancel (JobId);
    void cancelAll();
    void close();

    std::vector<Job> jobs() const { return jobList.all(); }
    LoadState loadState() const { return loading.state(); }

private:
    using OrderPtr = std::shared_ptr<const Order>;
    using DescribeOutcome = bridge::Outcome<bridge::Description>;
    using ProcessOutcome = bridge::Outcome<bridge::ProcessResult>;

    // [any] What the bridge calls.
    void progressed (JobId, const bridge::Progress&);
    void ended (JobId, OrderPtr, const PlannedJob&, std::shared_ptr<const ProcessOutcome>);

    // [worker]
    void described (Loading::Number, const std::string& typedAddress, const DescribeOutcome&);
    core::Status takeOver (const std::string& typedAddress, const DescribeOutcome&);
    void start (JobId, const OrderPtr&, const PlannedJob&);
    void readAndSubmit (JobId, const OrderPtr&, const PlannedJob&);
    void submit (JobId, const OrderPtr&, const PlannedJob&, std::shared_ptr<bridge::Block>);
    void accept (JobId, const OrderPtr&, const PlannedJob&, const ProcessOutcome&);
    core::Status commit (JobId, const PlannedJob&, const model::TakePtr&);

    // Runs one step of a job and ends the job with what went wrong in it, exceptions included.
    void guarded (JobId, const std::function<void()>& step);
    void fail (JobId, core::Error);

    void tellBridge (const JobList::Cancelled&, bridge::JobId load);
    void postChanged();
    void changed();
    std::shared_ptr<bridge::Bridge> bridge() const; // nullptr once closed

    const std::shared_ptr<model::Document> document;
    const Surroundings surroundings;
    const std::string group; // so that the jobs of two documents take turns

    mutable std::mutex bridgeMutex;
    std::shared_ptr<bridge::Bridge> openBridge;

    std::mutex endpointMutex; // reading, changing and writing the document's endpoint is one step
    std::atomic<bool> changePosted { false };
    JobList jobList;
    Loading loading;
    Worker worker; // last: its thread ends before anything else does
};

} // namespace harp::processing
