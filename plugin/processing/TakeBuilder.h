// SPDX-License-Identifier: GPL-3.0-or-later
// Turns what the bridge brought back into a take: copies it out of shared memory and checks it; it is encoded later, once it can be
// heard (StoredAudio::settle). [worker]
#pragma once

#include "JobPlan.h"

#include <core/Result.h>
#include <harp_bridge/Types.h>
#include <model/Take.h>

#include <functional>

namespace harp::processing
{

// Where a result belongs and who made it.
struct ResultOrigin
{
    core::Span span;         // source frames at sourceRate
    double sourceRate = 0.0;
    const Order& order;
    std::string clientVersion;
};

// What is accepted. Anything above is result_too_large, anything else outside is result_invalid.
namespace limits
{
    inline constexpr int maxChannels = 32;
    inline constexpr int maxOutputs = 32;
    inline constexpr double minRate = 8000.0, maxRate = 768000.0;
    inline constexpr std::int64_t maxSamples = std::int64_t { 1 } << 30; // all outputs together: 4 GiB of float32

    // A result may be four times as long as its span, and ten minutes in any case.
    double maxSeconds (double spanSeconds) noexcept;
} // namespace limits

// Samples that are not finite become silence, and a note says so; so does a length that differs from the span. `goOn` is asked
// before each costly step. Errors: result_missing, result_invalid, result_too_large, out_of_memory, cancelled.
core::Result<model::TakePtr> makeTake (const bridge::ProcessResult&, const ResultOrigin&, const std::function<bool()>& goOn);

} // namespace harp::processing
