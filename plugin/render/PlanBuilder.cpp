// SPDX-License-Identifier: GPL-3.0-or-later
#include "PlanBuilder.h"

#include <algorithm>
#include <cmath>

namespace harp::render
{

namespace
{

constexpr double fadeSeconds = 0.010;

class Builder
{
public:
    Builder (const model::Arrangement& a, double rate, PageCache& p, TakeCache& t) : arrangement (a), playbackRate (rate), pages (p), takes (t) {}

    void add (model::RegionId id)
    {
        const auto region = arrangement.regions.find (id);

        if (region == arrangement.regions.end())
            return;

        const auto* const modification = arrangement.modificationOf (region->second);
        const auto* const source = modification != nullptr ? arrangement.sourceOf (*modification) : nullptr;

        if (source != nullptr && source->rate > 0.0 && source->channels > 0)
            add (region->second, *modification, *source);
    }

    std::shared_ptr<const RenderPlan> finish()
    {
        static std::atomic<std::uint64_t> lastSerial { 0 };
        plan->serial = ++lastSerial;
        plan->rate = playbackRate;
        auto& regions = plan->regions;
        std::stable_sort (regions.begin(), regions.end(), [] (const auto& a, const auto& b) { return a.song.start < b.song.start; });

        for (const auto& region : regions)
            plan->latestEnd.push_back (plan->latestEnd.empty() ? region.song.end : std::max (plan->latestEnd.back(), region.song.end));

        return plan;
    }

private:
    void add (const model::Region& region, const model::Modification& modification, const model::Source& source)
    {
        const auto end = region.start + region.duration;

        if (! std::isfinite (region.start) || ! std::isfinite (end) || ! std::isfinite (region.startInModification))
            return;

        PlanRegion planned;
        planned.song = { core::toFrame (region.start, playbackRate), core::toFrame (end, playbackRate) };
        planned.offset = core::toFrame (region.startInModification, playbackRate);
        planned.pages = pages.find (modification.source, source, playbackRate);

        if (planned.song.isEmpty())
            return;

        cut (planned, region, modification, source);
        plan->regions.push_back (std::move (planned));
    }

    // Whether the region continues past a border of a segment is decided in source frames, in which comps are painted: the
    // playback grid rounds the border of a region and that of the span that it painted by themselves. The frame that they
    // may differ by sounds as the original does, so that an identity take nulls wherever the host puts its regions.
    void cut (PlanRegion& planned, const model::Region& region, const model::Modification& modification, const model::Source& source)
    {
        const auto shown = arrangement.spanOf (region).value_or (core::Span {});
        const auto ratio = Ratio::between (source.rate, playbackRate);
        const auto whole = planned.toModification (planned.song);
        auto cursor = whole.start;

        for (const auto& segment : modification.comp.segments())
        {
            if (! segment.span.overlaps (shown))
                continue;

            const core::Span mapped { ratio.nearest (segment.span.start), ratio.nearest (segment.span.end) };
            const core::Span heard { std::clamp (mapped.start, cursor, whole.end), std::clamp (mapped.end, cursor, whole.end) };
            const auto* const take = find (modification, segment);

            if (take == nullptr || heard.isEmpty())
                continue;

            push (planned, { { cursor, heard.start }, Piece::Kind::original, nullptr, 0, 0 });
            pushTake (planned, heard, mapped, take, segment.span.start > shown.start, segment.span.end < shown.end);
            cursor = heard.end;
        }

        push (planned, { { cursor, whole.end }, Piece::Kind::original, nullptr, 0, 0 });
    }

    // Fades lie inside of the segment and take at most half of it each; a region may begin or end within one.
    void pushTake (PlanRegion& planned, core::Span heard, core::Span segment, const ConvertedTake* take, bool fadesIn, bool fadesOut) const
    {
        const auto fade = std::min (core::toFrame (fadeSeconds, playbackRate), segment.length() / 2);
        const auto bodyStart = fadesIn ? std::clamp (segment.start + fade, heard.start, heard.end) : heard.start;
        const auto bodyEnd = fadesOut ? std::clamp (segment.end - fade, bodyStart, heard.end) : heard.end;

        push (planned, { { heard.start, bodyStart }, Piece::Kind::fadeIn, take, segment.start, fade });
        push (planned, { { bodyStart, bodyEnd }, Piece::Kind::take, take, 0, 0 });
        push (planned, { { bodyEnd, heard.end }, Piece::Kind::fadeOut, take, segment.end - fade, fade });
    }

    static void push (PlanRegion& planned, const Piece& piece)
    {
        if (! piece.frames.isEmpty())
            planned.pieces.push_back (piece);
    }

    const ConvertedTake* find (const model::Modification& modification, const model::CompSegment& segment)
    {
        const auto take = std::find_if (modification.takes.begin(), modification.takes.end(), [&] (const auto& t) { return t->id == segment.take; });

        if (take == modification.takes.end() || segment.output < 0 || segment.output >= static_cast<int> ((*take)->outputs.size()))
            return nullptr;

        auto converted = takes.find (**take, segment.output, playbackRate);

        if (std::find (plan->takes.begin(), plan->takes.end(), converted) == plan->takes.end())
            plan->takes.push_back (converted);

        return converted.get();
    }

    const model::Arrangement& arrangement;
    double playbackRate;
    PageCache& pages;
    TakeCache& takes;
    std::shared_ptr<RenderPlan> plan = std::make_shared<RenderPlan>();
};

} // namespace

std::shared_ptr<const RenderPlan> buildPlan (const model::Arrangement& arrangement, const std::vector<model::RegionId>& regions,
                                             double playbackRate, PageCache& pages, TakeCache& takes)
{
    Builder builder (arrangement, playbackRate, pages, takes);

    for (const auto id : regions)
        builder.add (id);

    return builder.finish();
}

} // namespace harp::render
