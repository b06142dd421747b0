// SPDX-License-Identifier: GPL-3.0-or-later
#include "Supplier.h"

#include <core/ThreadRole.h>

#include <algorithm>
#include <set>

namespace harp::render
{

namespace
{

using namespace std::chrono_literals;

constexpr auto longestFetch = 5ms;   // before playheads and requests are looked at again
constexpr auto pauseInUse = 5ms;
constexpr auto pausePrepared = 50ms; // the audio thread cannot wake us, so a renderer that may start is looked at now and then
constexpr auto inUseFor = 2s;        // after the last block
constexpr auto untilWoken = 0ms;

// What the wanted pages follow from. They are worked out again when a playhead has moved on by so many frames.
constexpr core::Frame step = 4096;

std::vector<std::int64_t> situationOf (const std::vector<RendererView>& views, std::size_t limit)
{
    std::vector<std::int64_t> situation { static_cast<std::int64_t> (limit) };

    for (const auto& [plan, head] : views)
        for (const auto value : { static_cast<std::int64_t> (plan->serial), head.position / step, head.loopStart / step, std::int64_t { head.isInLoop() }, std::int64_t { head.blocks > 0 } })
            situation.push_back (value);

    return situation;
}

} // namespace

Supplier::Supplier (PageCache& c, std::function<PageStore::Renderers()> everybody, std::function<void (const core::Error&)> failed)
    : cache (c), renderers (std::move (everybody)), takeFailed (std::move (failed)), store (requests, renderers)
{
}

Supplier::~Supplier()
{
    stop();
}

void Supplier::start()
{
    if (! thread.joinable() && ! requests.isStopped())
        thread = std::thread ([this] { run(); });
}

void Supplier::stop()
{
    requests.stop();

    if (thread.joinable())
        thread.join();
}

void Supplier::run()
{
    const core::ScopedThreadRole role (core::ThreadRole::worker);

    while (! requests.isStopped())
    {
        auto wait = untilWoken;
        auto hasWorked = false;

        {
            // Plans are let go of before sleeping.
            serveRequests (true);
            const auto current = views();
            hasWorked = fetchWanted (current) || convertNext (current);
            wait = pause (current, freeOldPlans());
        }

        if (! hasWorked)
            requests.sleep (wait);
    }

    store.clear();
}

Supplier::Views Supplier::views() const
{
    Views found;

    for (const auto& renderer : renderers())
        if (auto plan = renderer->latest(); plan != nullptr)
            found.push_back ({ std::move (plan), renderer->playhead() });

    return found;
}

void Supplier::serveRequests (bool mayConvert)
{
    if (! requests.hasUntried())
        return;

    for (const auto& request : requests.untried())
    {
        for (const auto& page : request->pages)
            store.load (page);

        for (const auto& take : request->takes)
            if (mayConvert && take->isPending())
                convert (*take);

        if (std::none_of (request->takes.begin(), request->takes.end(), [] (const auto& t) { return t->isPending(); }))
            requests.setTried (request);
    }
}

// True when there may be more to do.
bool Supplier::fetchWanted (const Views& current)
{
    for (const auto& table : cache.all())
        table->refreshAvailability();

    auto situation = situationOf (current, store.limit());

    if (situation == supplied)
        return false;

    const auto pages = wantedPages (current, store.limit());
    store.setNeeded (pages);
    const auto hasLoaded = fetch (pages);

    if (std::all_of (pages.begin(), pages.end(), [] (const auto& p) { return p.isThere(); }))
        supplied = std::move (situation);

    return hasLoaded;
}

bool Supplier::fetch (const std::vector<PageRef>& pages)
{
    const auto deadline = Clock::now() + longestFetch;
    auto hasLoaded = false;

    for (const auto& page : pages)
    {
        if (page.isThere())
            continue;

        hasLoaded = store.load (page) || hasLoaded;

        if (requests.isStopped() || requests.hasUntried() || Clock::now() > deadline)
            return hasLoaded || requests.hasUntried();
    }

    return hasLoaded;
}

bool Supplier::convertNext (const Views& current)
{
    for (const auto& view : current)
        for (const auto& take : view.plan->takes)
            if (take->isPending())
            {
                convert (*take);
                return true;
            }

    return false;
}

void Supplier::convert (ConvertedTake& take)
{
    const auto isDone = take.convert ([this]
    {
        workBetweenChunks();
        return ! requests.isStopped();
    });

    requests.announce();

    if (const auto status = take.status(); isDone && ! status.ok() && ! requests.isStopped())
        takeFailed (status.error());
}

// A long take must not starve playback.
void Supplier::workBetweenChunks()
{
    serveRequests (false);
    fetchWanted (views());
}

bool Supplier::freeOldPlans()
{
    auto isFree = store.collect();

    for (const auto& renderer : renderers())
        isFree = renderer->slot.collect() == 0 && isFree;

    return isFree;
}

std::chrono::milliseconds Supplier::pause (const Views& current, bool everythingIsFree)
{
    std::uint64_t blocks = 0;

    for (const auto& view : current)
        blocks += view.playhead.blocks;

    if (blocks != std::exchange (blocksSeen, blocks))
        lastUse = Clock::now();

    if (! current.empty() && Clock::now() - lastUse < inUseFor)
        return pauseInUse;

    return current.empty() && everythingIsFree ? untilWoken : pausePrepared;
}

Supplier::Waiting Supplier::waiting() const
{
    const auto current = views();
    std::set<const ConvertedTake*> takes;
    Waiting result;

    for (const auto& page : wantedPages (current, store.limit()))
        if (! page.isThere() && page.table->refreshAvailability() && ! page.table->hasFailed (page.index))
            ++result.pages;

    for (const auto& view : current)
        for (const auto& take : view.plan->takes)
            if (! take->isSettled())
                takes.insert (take.get());

    result.takes = takes.size();
    return result;
}

} // namespace harp::render
