// SPDX-License-Identifier: GPL-3.0-or-later
#include "RegionReader.h"

#include <vector>

namespace harp::processing
{

using core::Error;
using core::ErrorCode;
using core::Frame;

core::Result<std::shared_ptr<bridge::Block>> readSpan (model::SampleReader& reader, core::Span span,
                                                       const std::function<bool()>& goOn,
                                                       const std::function<void (double fraction)>& onProgress)
{
    if (! goOn())
        return Error { ErrorCode::cancelled, {}, {} };

    std::string shortage;
    const auto block = bridge::Block::create (reader.channels(), span.length(), shortage);

    if (block == nullptr)
        return Error { ErrorCode::outOfMemory, {}, shortage };

    const auto inside = span.intersection ({ 0, reader.frames() });
    std::vector<float*> buffers (static_cast<std::size_t> (block->channels()));

    for (Frame start = inside.start; start < inside.end; start += chunkFrames)
    {
        if (! goOn())
            return Error { ErrorCode::cancelled, {}, {} };

        const auto count = std::min (chunkFrames, inside.end - start);

        for (int c = 0; c < block->channels(); ++c)
            buffers[static_cast<std::size_t> (c)] = block->channel (c) + (start - span.start);

        switch (reader.read (start, count, buffers.data()))
        {
            case model::SampleReader::Outcome::ok: break;
            case model::SampleReader::Outcome::unavailable:
                return Error { ErrorCode::sourceUnavailable, {}, "sample access went off while the region was read" };
            case model::SampleReader::Outcome::failed:
                return Error { ErrorCode::regionUnreadable, {}, "the host failed to read at frame " + std::to_string (start) };
        }

        onProgress (static_cast<double> (start + count - inside.start) / static_cast<double> (inside.length()));
    }

    return block;
}

} // namespace harp::processing
