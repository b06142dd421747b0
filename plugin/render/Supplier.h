// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's background thread: fetches pages where renderers are and will be, and converts the takes that plans name.
//
// [any but audio]. It reads from the host without holding any lock, and never from any other thread.
#pragma once

#include "PageCache.h"
#include "PageStore.h"
#include "Requests.h"
#include "WantedPages.h"

#include <thread>

namespace harp::render
{

class Supplier
{
public:
    // `takeFailed` hears, on the supplier's thread, why a take that a plan names cannot be played.
    Supplier (PageCache&, std::function<PageStore::Renderers()> renderers, std::function<void (const core::Error&)> takeFailed);
    ~Supplier();
    Supplier (const Supplier&) = delete;
    Supplier& operator= (const Supplier&) = delete;

    // start() and stop() are not called at the same time. After stop() there is no thread any more, for ever.
    void start();
    void stop();

    // Offline threads wait here; wake() when plans have changed.
    Requests requests;

    void setPageLimit (std::size_t bytes) noexcept { store.setLimit (bytes); }

    struct Waiting
    {
        std::uint64_t pages = 0;
        std::uint64_t takes = 0;
    };
    Waiting waiting() const; // worked out from the plans and playheads of this moment

private:
    using Clock = std::chrono::steady_clock;
    using Views = std::vector<RendererView>;

    void run();
    Views views() const;
    void serveRequests (bool mayConvert);
    bool fetchWanted (const Views&);
    bool fetch (const std::vector<PageRef>&);
    bool convertNext (const Views&);
    void convert (ConvertedTake&);
    void workBetweenChunks();
    bool freeOldPlans();
    std::chrono::milliseconds pause (const Views&, bool everythingIsFree);

    PageCache& cache;
    std::function<PageStore::Renderers()> renderers;
    std::function<void (const core::Error&)> takeFailed;
    PageStore store;
    std::vector<std::int64_t> supplied; // what was wanted when everything was there
    std::uint64_t blocksSeen = 0;
    Clock::time_point lastUse;
    std::thread thread;
};

} // namespace harp::render
