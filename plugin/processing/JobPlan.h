// SPDX-License-Identifier: GPL-3.0-or-later
// Decides what a `process` command means: which spans are sent where, or the one reason why nothing is. [any but audio]
#pragma once

#include <core/Result.h>
#include <model/Arrangement.h>
#include <model/Endpoint.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace harp::processing
{

// What is asked of the endpoint; the same for all jobs of one command.
struct Order
{
    model::EndpointDescription description;
    std::string host;       // decided from the address, never from what the description says
    std::string valuesJson; // complete for what the user sets
    std::string audioInput; // id of the input that gets the region; empty: none
};

// One span to be processed.
struct PlannedJob
{
    std::vector<model::RegionId> regions;
    model::ModificationId modification {};
    core::Span span;         // source frames
    double sourceRate = 0.0;
    std::shared_ptr<model::SampleReader> reader; // nullptr: nothing of the region is sent
};

struct JobPlan
{
    std::shared_ptr<const Order> order;
    std::vector<PlannedJob> jobs; // distinct spans, in the order of the regions
};

using HasConsent = std::function<bool (const std::string& host)>;

// True when values and audio may go to the host: it is this machine, or the user allowed it.
bool maySendTo (const std::string& host, const HasConsent&);

// All or nothing; the order of the checks is that of Processor::process.
core::Result<JobPlan> planJobs (const model::Arrangement&, const model::EndpointState&, const std::vector<model::RegionId>&, const HasConsent&);

} // namespace harp::processing
