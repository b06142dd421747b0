// SPDX-License-Identifier: GPL-3.0-or-later
// One job as the user sees it. Plain data. [any] thread.
#pragma once

#include <core/Error.h>
#include <core/Span.h>
#include <model/Arrangement.h>

#include <optional>
#include <string>
#include <vector>

namespace harp::processing
{

using JobId = std::uint64_t;

enum class JobStage
{
    reading, // the region's samples, from the host
    connecting,
    waking,
    uploading,
    queued,
    running,
    downloading,
    checking,
    done,
    failed,
    cancelled
};

std::string_view nameOf (JobStage) noexcept;

struct Job
{
    JobId id = 0;
    std::vector<model::RegionId> regions; // those that asked for it
    model::ModificationId modification {};
    core::Span span;                      // source frames
    std::string endpointName;
    JobStage stage = JobStage::reading;
    std::optional<double> fraction;       // within the stage
    std::string message;                  // the model's own words
    std::optional<int> queueRank, queueSize;
    std::optional<double> etaSeconds;
    double seconds = 0.0;                 // since it was submitted, until it ended
    std::optional<core::Error> error;     // when failed
    model::TakeId take;                   // when done

    bool isOpen() const noexcept { return stage < JobStage::done; }
};

} // namespace harp::processing
