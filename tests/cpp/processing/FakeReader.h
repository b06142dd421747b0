// SPDX-License-Identifier: GPL-3.0-or-later
// A source in memory whose every sample says where it stands, and which can be made to fail, to go away or to be slow.
#pragma once

#include <model/SampleReader.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

namespace harp::test
{

class FakeReader : public model::SampleReader
{
public:
    FakeReader (int channels, core::Frame frames, double rate) : numChannels (channels), numFrames (frames), sampleRate (rate) {}

    // Distinct within 65536 frames and between channels, and exact in 24 bits.
    static float sampleAt (int channel, core::Frame frame)
    {
        return static_cast<float> (frame % 65536) / 131072.0f + static_cast<float> (channel) / 4.0f;
    }

    Outcome read (core::Frame start, core::Frame count, float* const* buffers) override
    {
        passGate();
        ++reads;
        longest = std::max (longest.load(), count);
        outside = outside || start < 0 || start + count > numFrames;

        if (reads == failAtRead || ! available)
        {
            for (int c = 0; c < numChannels; ++c)
                std::fill_n (buffers[c], count, 0.0f);

            return available ? Outcome::failed : Outcome::unavailable;
        }

        for (int c = 0; c < numChannels; ++c)
            for (core::Frame i = 0; i < count; ++i)
                buffers[c][i] = sampleAt (c, start + i);

        return Outcome::ok;
    }

    bool isAvailable() const override { return available; }
    int channels() const override { return numChannels; }
    core::Frame frames() const override { return numFrames; }
    double rate() const override { return sampleRate; }

    // Reads wait at the gate until it is opened.
    void shutGate() { setGate (false); }
    void openGate() { setGate (true); }

    std::atomic<bool> available { true };
    std::atomic<int> failAtRead { 0 }; // this read fails, counted from 1
    std::atomic<int> reads { 0 }, waiting { 0 };
    std::atomic<core::Frame> longest { 0 };
    std::atomic<bool> outside { false }; // somebody asked for what is not in the source

private:
    void setGate (bool open)
    {
        {
            const std::lock_guard lock (mutex);
            gateOpen = open;
        }

        moved.notify_all();
    }

    void passGate()
    {
        ++waiting;
        std::unique_lock lock (mutex);
        moved.wait (lock, [this] { return gateOpen; });
        --waiting;
    }

    const int numChannels;
    const core::Frame numFrames;
    const double sampleRate;
    std::mutex mutex;
    std::condition_variable moved;
    bool gateOpen = true;
};

} // namespace harp::test
