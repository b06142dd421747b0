// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the host's samples of one audio source.
//
// read: [any but audio], any number of threads; calls are serialised inside. The ARA room makes readers, everybody else
// only reads.
#pragma once

#include <core/Span.h>

namespace harp::model
{

class SampleReader
{
public:
    enum class Outcome
    {
        ok,
        unavailable, // sample access is off, or the source is gone: may come back
        failed       // the host could not read: a missing or broken file
    };

    virtual ~SampleReader() = default;

    // Fills `channels()` buffers with `count` frames from `start` (source frames, at the source's rate). Frames outside of
    // the source are zero. When the outcome is not ok the buffers are zeroed.
    virtual Outcome read (core::Frame start, core::Frame count, float* const* buffers) = 0;

    virtual bool isAvailable() const = 0;
    virtual int channels() const = 0;
    virtual core::Frame frames() const = 0;
    virtual double rate() const = 0;
};

} // namespace harp::model
