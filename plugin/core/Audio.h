// SPDX-License-Identifier: GPL-3.0-or-later
// Planar float32 audio in memory. Passed around as shared_ptr<const Audio>: never changed once shared. [any] thread.
#pragma once

#include "Span.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace harp::core
{

class Audio
{
public:
    Audio() = default;

    // Zeroed; allocates, so never on the audio thread.
    Audio (int numChannels, Frame numFrames, double rate)
        : channelCount (numChannels), frameCount (numFrames), sampleRate (rate),
          samples (static_cast<std::size_t> (numChannels) * static_cast<std::size_t> (numFrames))
    {
    }

    int channels() const noexcept { return channelCount; }
    Frame frames() const noexcept { return frameCount; }
    double rate() const noexcept { return sampleRate; }
    std::size_t bytes() const noexcept { return samples.size() * sizeof (float); }

    float* channel (int index) noexcept { return samples.data() + static_cast<std::ptrdiff_t> (index) * frameCount; }
    const float* channel (int index) const noexcept { return samples.data() + static_cast<std::ptrdiff_t> (index) * frameCount; }

private:
    int channelCount = 0;
    Frame frameCount = 0;
    double sampleRate = 0.0;
    std::vector<float> samples;
};

using AudioPtr = std::shared_ptr<const Audio>;

} // namespace harp::core
