// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostReader.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace harp::ara
{

HostReader::HostReader (HostAudioAccess access, ARA::ARAAudioSourceHostRef hostRef, Format format) noexcept
    : host (access), source (hostRef), layout (format)
{
}

void HostReader::open()
{
    if (isOpen)
        return;

    auto* fresh = host.createReader (source);

    const std::lock_guard lock (mutex);
    reader = fresh;
    isOpen = fresh != nullptr;
}

void HostReader::close()
{
    // Raised before waiting: a long read ends after its current chunk.
    isOpen = false;
    ARA::ARAAudioReaderHostRef old = nullptr;

    {
        const std::lock_guard lock (mutex);
        old = std::exchange (reader, nullptr);
    }

    if (old != nullptr)
        host.destroyReader (old);
}

HostReader::Outcome HostReader::readChunk (core::Frame start, core::Frame count, float* const* buffers, core::Frame offset)
{
    std::vector<void*> shifted;
    shifted.reserve (static_cast<std::size_t> (layout.channels));

    for (int channel = 0; channel < layout.channels; ++channel)
        shifted.push_back (buffers[channel] + offset);

    const std::lock_guard lock (mutex);

    if (! isOpen)
        return Outcome::unavailable;

    return host.read (reader, start, count, shifted.data()) ? Outcome::ok : Outcome::failed;
}

HostReader::Outcome HostReader::read (core::Frame start, core::Frame count, float* const* buffers)
{
    if (count <= 0)
        return isOpen ? Outcome::ok : Outcome::unavailable;

    const auto clear = [&] (core::Frame from, core::Frame to)
    {
        for (int channel = 0; channel < layout.channels; ++channel)
            std::fill (buffers[channel] + from, buffers[channel] + to, 0.0f);
    };

    // The part that lies within the source, as offsets into the buffers.
    const auto first = std::clamp<core::Frame> (-start, 0, count);
    const auto last = std::clamp<core::Frame> (layout.frames - start, first, count);
    clear (0, first);
    clear (last, count);

    auto outcome = isOpen ? Outcome::ok : Outcome::unavailable;

    for (auto offset = first; offset < last && outcome == Outcome::ok;)
    {
        const auto length = std::min (largestRead, last - offset);
        outcome = readChunk (start + offset, length, buffers, offset);
        offset += length;
    }

    if (outcome != Outcome::ok)
        clear (0, count);

    return outcome;
}

} // namespace harp::ara
