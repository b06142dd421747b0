// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of one audio source, read from the host while it allows that.
//
// open/close: [model] thread, inside of host calls. read and the rest: [any but audio] thread, any number at once.
// The format never changes during the life of a reader, so that nobody reads more channels than it has buffers for; a source
// with a new format gets a new reader.
#pragma once

#include "Host.h"

#include <model/SampleReader.h>

#include <atomic>
#include <mutex>

namespace harp::ara
{

class HostReader final : public model::SampleReader
{
public:
    struct Format
    {
        core::Frame frames = 0;
        double rate = 0.0;
        int channels = 0;

        friend bool operator== (const Format&, const Format&) = default;
    };

    // The host is asked for at most this many frames at once, so that close() never waits long.
    static constexpr core::Frame largestRead = 65536;

    HostReader (HostAudioAccess, ARA::ARAAudioSourceHostRef, Format) noexcept;

    // Asks the host for a reader; does nothing while there is one.
    void open();

    // Waits for the read that is running, then gives the host's reader back.
    void close();

    const Format& format() const noexcept { return layout; }

    Outcome read (core::Frame start, core::Frame count, float* const* buffers) override;
    bool isAvailable() const override { return isOpen.load(); }
    int channels() const override { return layout.channels; }
    core::Frame frames() const override { return layout.frames; }
    double rate() const override { return layout.rate; }

private:
    Outcome readChunk (core::Frame start, core::Frame count, float* const* buffers, core::Frame offset);

    const HostAudioAccess host;
    const ARA::ARAAudioSourceHostRef source;
    const Format layout;
    std::atomic<bool> isOpen { false };
    std::mutex mutex; // held while the host reads
    ARA::ARAAudioReaderHostRef reader = nullptr;
};

} // namespace harp::ara
