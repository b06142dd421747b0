// SPDX-License-Identifier: GPL-3.0-or-later
// Turns "process these regions" into takes: reads each region, hands it to the bridge, checks what comes back, commits it.
//
// [any but audio] thread; nothing here blocks. Work happens on one worker thread of the processor and on the bridge's
// thread. Results that arrive after close() are dropped.
#pragma once

#include "Job.h"

#include <harp_bridge/Bridge.h>
#include <model/Document.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace harp::processing
{

// What the processor needs of its surroundings.
struct Surroundings
{
    // May audio and control values go to this host? Asked by process() and again just before submission, for every host that is
    // not this machine; empty: nowhere. Called on any thread, must not block.
    std::function<bool (const std::string& host)> hasConsent;

    // Makes a take audible at once when it is committed (render::Engine::prepare). Worker thread.
    std::function<core::Status (const model::TakePtr&)> prepareTake;

    // Something in jobs() or in the loading state has changed. Caller's or worker thread; not called after close().
    std::function<void()> changed;

    std::string clientVersion; // goes into the provenance of takes
};

// Loading of an endpoint, as the user sees it.
struct LoadState
{
    enum class Phase
    {
        idle,    // none was asked for; the document may hold one from the archive
        loading,
        ready,
        failed
    };

    Phase phase = Phase::idle;
    std::string address;              // as typed
    std::optional<core::Error> error; // when failed
    std::string message;              // what there is to say meanwhile: a Space that sleeps is being woken, for example
};

class Processor
{
public:
    Processor (std::shared_ptr<model::Document>, std::shared_ptr<bridge::Bridge>, Surroundings);
    ~Processor(); // close()

    // (Listeners of the document must not call load or set: the endpoint is locked while it is written.)

    // Describes the endpoint and, when that succeeds, makes it the document's endpoint with default values (values of
    // controls that the same address already had are kept where they are still valid). Replaces a load under way.
    // When it fails the document keeps the endpoint that it had.
    core::Status load (const std::string& address);

    // Sets one control, by id or label; the value is JSON. Undo does not cover controls.
    core::Status set (const std::string& control, const std::string& valueJson);

    // Starts one job for each distinct span that the regions show; equal spans of one modification are sent once. All or nothing:
    // when one region cannot be processed, none is. Checks, in this order: an endpoint is loaded; regions are named and known; consent;
    // the region's span is not empty and touches the source; the source is available; required inputs are there. The first audio
    // input gets the region. For an endpoint without audio input the region only gives the place. Consent is needed for every host
    // that is not this machine, as the address itself says it, and also when no audio is sent: a prompt is the user's too.
    core::Result<std::vector<JobId>> process (const std::vector<model::RegionId>&);

    // Ends a job, or all of them and a load under way. A job whose take is being committed is beyond cancelling. Unknown and ended jobs are ignored.
    void cancel (JobId);
    void cancelAll();

    // Open jobs in the order of their coming, then up to 32 ended ones, the last ended first.
    std::vector<Job> jobs() const;
    LoadState loadState() const;

    // Cancels everything, joins the worker thread; afterwards every call is answered with an error or nothing.
    void close();

private:
    class Impl;
    std::shared_ptr<Impl> impl;
};

} // namespace harp::processing
