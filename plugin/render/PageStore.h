// SPDX-License-Identifier: GPL-3.0-or-later
// Which pages are in memory: loads them, and takes away the one needed longest ago when there are too many.
// One thread: the engine's background thread, except for setLimit [any but audio].
#pragma once

#include "RendererState.h"
#include "Requests.h"

#include <functional>

namespace harp::render
{

class PageStore
{
public:
    using Renderers = std::vector<std::shared_ptr<RendererState>>;

    // `renderers` names everybody who may hold a page that was just taken away.
    PageStore (Requests& r, std::function<Renderers()> everybody) : requests (r), renderers (std::move (everybody)) {}

    void setLimit (std::size_t bytes) noexcept { limitBytes.store (bytes); }
    std::size_t limit() const noexcept { return limitBytes.load(); }

    // Notes what is needed now: it is not taken away before the next call.
    void setNeeded (const std::vector<PageRef>&);

    // Reads and converts a page, unless it is there or the last try failed. True when it was put in place just now.
    bool load (const PageRef&);

    // Frees pages that were taken away, as soon as no block can see them. False: some are still waiting.
    bool collect();

    void clear();

private:
    struct Resident
    {
        std::weak_ptr<PageTable> table;
        std::size_t index = 0;
        std::size_t bytes = 0;
        std::uint64_t neededAt = 0;
    };

    struct Retired
    {
        std::unique_ptr<const core::Audio> page;
        std::vector<std::pair<std::shared_ptr<RendererState>, core::AudioEpoch::Mark>> readers;
    };

    void makeRoom (std::size_t bytes);
    bool evict (Resident&);
    void retire (std::unique_ptr<const core::Audio>);

    Requests& requests;
    std::function<Renderers()> renderers;
    std::atomic<std::size_t> limitBytes { std::size_t { 256 } << 20 };
    std::vector<Resident> residents;
    std::vector<Retired> retired;
    std::uint64_t now = 1;
};

} // namespace harp::render
