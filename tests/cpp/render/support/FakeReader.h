// SPDX-License-Identifier: GPL-3.0-or-later
// A source whose samples are a fixed noise, and which can be made to fail, to be unavailable, or to keep its readers waiting.
// [any] thread.
#pragma once

#include <core/Audio.h>
#include <model/SampleReader.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <set>

namespace harp::test
{

using core::Frame;

// Noise in (-1, 1) that depends on nothing but these numbers.
float noise (unsigned seed, int channel, Frame frame) noexcept;
core::Audio noiseAudio (unsigned seed, int channels, Frame frames, double rate);

class FakeReader : public model::SampleReader
{
public:
    FakeReader (unsigned seed, int numChannels, Frame numFrames, double sampleRate);

    Outcome read (Frame start, Frame count, float* const* buffers) override;
    bool isAvailable() const override { return available; }
    int channels() const override { return samples.channels(); }
    Frame frames() const override { return samples.frames(); }
    double rate() const override { return samples.rate(); }

    const core::Audio& audio() const noexcept { return samples; }
    core::Audio& audio() noexcept { return samples; } // not while anybody reads

    std::atomic<bool> available { true };
    std::atomic<bool> failing { false };

    // While shut, reads wait. As a host does, shutOff() makes the source unavailable, lets waiting reads go and returns when
    // none is running any more.
    void setGate (bool open);
    void shutOff();
    void awaitReadAtGate();

    std::atomic<int> reads { 0 };
    std::atomic<Frame> longestRead { 0 };
    std::set<std::size_t> threads() const; // hashes of the ids of the threads that have read

private:
    core::Audio samples;
    mutable std::mutex lock;
    std::condition_variable moved;
    bool gateOpen = true;
    int atGate = 0;
    int running = 0;
    std::set<std::size_t> readers;
};

} // namespace harp::test
