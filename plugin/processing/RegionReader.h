// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one span of an audio source into a block that the bridge can send. [worker]
#pragma once

#include <core/Result.h>
#include <core/Span.h>
#include <harp_bridge/Block.h>
#include <model/SampleReader.h>

#include <functional>
#include <memory>

namespace harp::processing
{

// Exactly `span` (source frames) in all channels of the source; frames outside of the source are zeros and are not asked for. Reads
// at most `chunkFrames` at a time and asks before each chunk whether to go on. Errors: cancelled, source_unavailable,
// region_unreadable, out_of_memory.
core::Result<std::shared_ptr<bridge::Block>> readSpan (model::SampleReader&, core::Span,
                                                       const std::function<bool()>& goOn,
                                                       const std::function<void (double fraction)>& onProgress);

inline constexpr core::Frame chunkFrames = 65536;

} // namespace harp::processing
