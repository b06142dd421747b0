// SPDX-License-Identifier: GPL-3.0-or-later
// Plays a set of playback regions of one document: the body of an ARA playback renderer.
//
// prepare, release, setRegions: [any but audio], not while process runs (setRegions may, it only publishes a new plan).
// process: [audio] when realtime: wait-free, no lock, allocation, system call; what is not there yet is silence and is
// counted. Offline it waits for pages and takes; the wait ends when the source becomes unavailable, a read fails or the
// engine is closed, and needs no other thread than the engine's own.
#pragma once

#include <core/Span.h>
#include <model/Arrangement.h>

#include <memory>
#include <vector>

namespace harp::render
{

class Renderer
{
public:
    ~Renderer();
    Renderer (const Renderer&) = delete;
    Renderer& operator= (const Renderer&) = delete;

    // Which regions this renderer plays; overlapping regions sum.
    void setRegions (std::vector<model::RegionId>);

    // Playback rate in Hz, largest block, channels of the output.
    void prepare (double sampleRate, int maximumBlock, int channels);
    void release();

    // Replaces the buffers with the sum of the regions at song frames [position, position + frames), at the playback rate.
    // Silence while not playing. Blocks of any size up to the maximum.
    void process (float* const* buffers, int channels, int frames, core::Frame position, bool playing, bool offline) noexcept;

private:
    friend class Engine;
    class Impl;
    explicit Renderer (std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl;
};

} // namespace harp::render
