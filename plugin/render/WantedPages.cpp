// SPDX-License-Identifier: GPL-3.0-or-later
#include "WantedPages.h"

#include <algorithm>
#include <set>

namespace harp::render
{

namespace
{

constexpr double sliceSeconds = 0.5;
constexpr int slicesAhead = 8;
constexpr double secondsBehind = 1.0;

class Collector
{
public:
    explicit Collector (std::size_t b) : budget (b) {}

    void add (const PageRef& page)
    {
        if (isFull || ! known.insert ({ page.table.get(), page.index }).second)
            return;

        bytes += page.table->pageBytes();
        isFull = ! pages.empty() && bytes > budget;

        if (! isFull)
            pages.push_back (page);
    }

    void addSpan (const RendererView& view, core::Span song)
    {
        if (! isFull)
            view.plan->visitPages (song, [this] (const PageRef& p) { add (p); });
    }

    bool isFull = false;
    std::vector<PageRef> pages;

private:
    std::size_t budget;
    std::size_t bytes = 0;
    std::set<std::pair<const PageTable*, std::size_t>> known;
};

core::Span slice (core::Frame start, int index, double rate)
{
    return { start + core::toFrame (index * sliceSeconds, rate), start + core::toFrame ((index + 1) * sliceSeconds, rate) };
}

void addAhead (Collector& collector, const std::vector<RendererView>& views, bool inUse)
{
    for (int i = 0; i < slicesAhead; ++i)
        for (const auto& view : views)
        {
            const auto& head = view.playhead;

            if ((head.blocks > 0) != inUse)
                continue;

            collector.addSpan (view, slice (head.position, i, view.plan->rate));

            if (head.isInLoop())
                collector.addSpan (view, slice (head.loopStart, i, view.plan->rate));
        }
}

void addBeginnings (Collector& collector, const RendererView& view)
{
    const auto& regions = view.plan->regions;
    const auto next = std::lower_bound (regions.begin(), regions.end(), view.playhead.position,
                                        [] (const PlanRegion& r, core::Frame position) { return r.song.start < position; });

    const auto add = [&] (auto from, auto to)
    {
        for (auto region = from; region != to && ! collector.isFull; ++region)
            RenderPlan::visitPages (*region, slice (region->song.start, 0, view.plan->rate), [&] (const PageRef& p) { collector.add (p); });
    };

    add (next, regions.end());
    add (regions.begin(), next);
}

} // namespace

std::vector<PageRef> wantedPages (const std::vector<RendererView>& views, std::size_t budget)
{
    Collector collector (budget);
    addAhead (collector, views, true);

    for (const auto& view : views)
        addBeginnings (collector, view);

    addAhead (collector, views, false);

    for (const auto& view : views)
        if (view.playhead.blocks > 0)
            collector.addSpan (view, { view.playhead.position - core::toFrame (secondsBehind, view.plan->rate), view.playhead.position });

    return std::move (collector.pages);
}

} // namespace harp::render
