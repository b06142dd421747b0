// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageReader.h"

#include "Resampler.h"

#include <new>

namespace harp::render
{

namespace
{

using Outcome = model::SampleReader::Outcome;

constexpr core::Frame longestRead = 65536;

// Source frames [span) into `audio` from its first frame; what lies outside of the source stays zero.
Outcome readSpan (model::SampleReader& reader, core::Span span, core::Audio& audio)
{
    const auto inside = span.intersection ({ 0, reader.frames() });
    std::vector<float*> buffers (static_cast<std::size_t> (audio.channels()));

    for (auto start = inside.start; start < inside.end; start += longestRead)
    {
        for (int c = 0; c < audio.channels(); ++c)
            buffers[static_cast<std::size_t> (c)] = audio.channel (c) + (start - span.start);

        const auto outcome = reader.read (start, std::min (longestRead, inside.end - start), buffers.data());

        if (outcome != Outcome::ok)
            return outcome;
    }

    return Outcome::ok;
}

ReadPage compute (const PageTable& table, std::size_t index)
{
    auto& reader = *table.reader();
    const auto& grid = table.grid();

    // The host is changing the source just now; a new table comes with the new shape.
    if (reader.channels() != table.channels())
        return { Outcome::unavailable, nullptr };

    const auto start = static_cast<core::Frame> (index) * grid.inputFrames;
    const core::Span window { start - grid.padding, start + grid.inputFrames + grid.padding };
    core::Audio input (table.channels(), window.length(), reader.rate());

    if (const auto outcome = readSpan (reader, window, input); outcome != Outcome::ok)
        return { outcome, nullptr };

    if (grid.ratio.isIdentity())
        return { Outcome::ok, std::make_unique<const core::Audio> (std::move (input)) };

    core::Audio converted (table.channels(), grid.paddingFrames + grid.pageFrames, 0.0);

    if (! resample (input, grid.ratio, converted).ok())
        return { Outcome::failed, nullptr };

    auto page = std::make_unique<core::Audio> (table.channels(), grid.pageFrames, 0.0);

    for (int c = 0; c < table.channels(); ++c)
        std::copy_n (converted.channel (c) + grid.paddingFrames, grid.pageFrames, page->channel (c));

    return { Outcome::ok, std::move (page) };
}

} // namespace

ReadPage readPage (const PageTable& table, std::size_t index)
{
    try
    {
        return compute (table, index);
    }
    catch (const std::bad_alloc&)
    {
        return { Outcome::failed, nullptr };
    }
}

} // namespace harp::render
