// SPDX-License-Identifier: GPL-3.0-or-later
// The untouched audio of one source at one playback rate, in pages that come and go.
//
// page: [audio], wait-free, inside of a block of the renderer's epoch. exchange and the failure marks: the engine's
// background thread; retryFailed and the rest: [any but audio].
#pragma once

#include "RateGrid.h"

#include <core/Audio.h>
#include <model/SampleReader.h>

#include <atomic>
#include <memory>
#include <vector>

namespace harp::render
{

class PageTable
{
public:
    PageTable (std::shared_ptr<model::SampleReader> r, int numChannels, core::Frame sourceFrames, const RateGrid& g)
        : samples (std::move (r)), rates (g), channelCount (numChannels), frameCount (g.ratio.count (sourceFrames)),
          pages (static_cast<std::size_t> ((frameCount + g.pageFrames - 1) / g.pageFrames)), failures (pages.size())
    {
    }

    // Nobody can see the table any more.
    ~PageTable()
    {
        for (auto& p : pages)
            delete p.load();
    }

    PageTable (const PageTable&) = delete;
    PageTable& operator= (const PageTable&) = delete;

    const RateGrid& grid() const noexcept { return rates; }
    const std::shared_ptr<model::SampleReader>& reader() const noexcept { return samples; }
    int channels() const noexcept { return channelCount; }
    core::Frame frames() const noexcept { return frameCount; } // at the playback rate; outside of them is silence
    std::size_t size() const noexcept { return pages.size(); }
    std::size_t pageBytes() const noexcept { return static_cast<std::size_t> (channelCount * rates.pageFrames) * sizeof (float); }

    // nullptr: not there. pageFrames long, the last page too.
    const core::Audio* page (std::size_t index) const noexcept { return pages[index].load (std::memory_order_seq_cst); }

    // Puts a page (or nothing) in place and gives what was there: to be freed when no block can see it any more.
    std::unique_ptr<const core::Audio> exchange (std::size_t index, std::unique_ptr<const core::Audio> next) noexcept
    {
        return std::unique_ptr<const core::Audio> (pages[index].exchange (next.release(), std::memory_order_seq_cst));
    }

    // A page that the host could not read is not tried again until something has changed.
    bool hasFailed (std::size_t index) const noexcept { return failures[index].load (std::memory_order_relaxed) == round.load (std::memory_order_relaxed); }
    void setFailed (std::size_t index) noexcept { failures[index].store (round.load (std::memory_order_relaxed), std::memory_order_relaxed); }
    void retryFailed() noexcept { round.fetch_add (1, std::memory_order_relaxed); }

    // Is the reader available? When it was not at the last look, failed pages get another chance.
    bool refreshAvailability()
    {
        const auto available = samples != nullptr && samples->isAvailable();

        if (available != wasAvailable.exchange (available) && available)
            retryFailed();

        return available;
    }

private:
    std::shared_ptr<model::SampleReader> samples;
    RateGrid rates;
    int channelCount;
    core::Frame frameCount;
    std::vector<std::atomic<const core::Audio*>> pages;
    std::vector<std::atomic<std::uint32_t>> failures; // the round in which a read failed
    std::atomic<std::uint32_t> round { 1 };
    std::atomic<bool> wasAvailable { true };
};

struct PageRef
{
    std::shared_ptr<PageTable> table;
    std::size_t index = 0;

    bool isThere() const noexcept { return table->page (index) != nullptr; }
    friend bool operator== (const PageRef&, const PageRef&) = default;
};

} // namespace harp::render
