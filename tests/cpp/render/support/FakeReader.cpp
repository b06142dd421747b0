// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeReader.h"

#include <algorithm>
#include <thread>

namespace harp::test
{

float noise (unsigned seed, int channel, Frame frame) noexcept
{
    auto x = static_cast<std::uint64_t> (frame) * 0x9e3779b97f4a7c15u + seed * 0xbf58476d1ce4e5b9u + static_cast<std::uint64_t> (channel) * 0x94d049bb133111ebu;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return static_cast<float> (static_cast<double> (static_cast<std::int64_t> (x ^ (x >> 31))) / 9.3e18);
}

core::Audio noiseAudio (unsigned seed, int channels, Frame frames, double rate)
{
    core::Audio audio (channels, frames, rate);

    for (int c = 0; c < channels; ++c)
        for (Frame i = 0; i < frames; ++i)
            audio.channel (c)[i] = noise (seed, c, i);

    return audio;
}

FakeReader::FakeReader (unsigned seed, int numChannels, Frame numFrames, double sampleRate)
    : samples (noiseAudio (seed, numChannels, numFrames, sampleRate))
{
}

model::SampleReader::Outcome FakeReader::read (Frame start, Frame count, float* const* buffers)
{
    {
        std::unique_lock guard (lock);
        ++atGate;
        ++running;
        readers.insert (std::hash<std::thread::id>() (std::this_thread::get_id()));
        moved.notify_all();
        moved.wait (guard, [this] { return gateOpen || ! available; });
        --atGate;
    }

    auto outcome = failing ? Outcome::failed : available ? Outcome::ok : Outcome::unavailable;

    for (int c = 0; c < channels(); ++c)
        for (Frame i = 0; i < count; ++i)
        {
            const auto isInside = start + i >= 0 && start + i < frames();
            buffers[c][i] = outcome == Outcome::ok && isInside ? samples.channel (c)[start + i] : 0.0f;
        }

    const std::lock_guard guard (lock);
    longestRead = std::max (longestRead.load(), count);
    ++reads;
    --running;
    moved.notify_all();
    return outcome;
}

void FakeReader::setGate (bool open)
{
    const std::lock_guard guard (lock);
    gateOpen = open;
    moved.notify_all();
}

void FakeReader::shutOff()
{
    std::unique_lock guard (lock);
    available = false;
    moved.notify_all();
    moved.wait (guard, [this] { return running == 0; });
}

void FakeReader::awaitReadAtGate()
{
    std::unique_lock guard (lock);
    moved.wait (guard, [this] { return atGate > 0; });
}

std::set<std::size_t> FakeReader::threads() const
{
    const std::lock_guard guard (lock);
    return readers;
}

} // namespace harp::test
