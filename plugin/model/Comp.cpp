// SPDX-License-Identifier: GPL-3.0-or-later
#include "Comp.h"

#include <algorithm>

namespace harp::model
{

namespace
{

bool soundAlike (const CompSegment& a, const CompSegment& b)
{
    return a.take == b.take && a.output == b.output;
}

} // namespace

void Comp::paint (core::Span span, const TakeId& take, int output)
{
    if (span.isEmpty())
        return;

    revert (span);

    const auto after = std::find_if (content.begin(), content.end(),
                                     [&] (const CompSegment& s) { return s.span.start >= span.end; });
    auto here = content.insert (after, CompSegment { span, take, output });

    if (const auto next = here + 1; next != content.end() && next->span.start == span.end && soundAlike (*here, *next))
    {
        here->span.end = next->span.end;
        content.erase (next);
    }

    if (here != content.begin() && (here - 1)->span.end == span.start && soundAlike (*(here - 1), *here))
    {
        (here - 1)->span.end = here->span.end;
        content.erase (here);
    }
}

void Comp::revert (core::Span span)
{
    if (span.isEmpty())
        return;

    std::vector<CompSegment> kept;
    kept.reserve (content.size() + 1);

    for (const auto& segment : content)
    {
        if (! segment.span.overlaps (span))
        {
            kept.push_back (segment);
            continue;
        }

        if (segment.span.start < span.start)
            kept.push_back ({ { segment.span.start, span.start }, segment.take, segment.output });

        if (segment.span.end > span.end)
            kept.push_back ({ { span.end, segment.span.end }, segment.take, segment.output });
    }

    content = std::move (kept);
}

void Comp::removeTake (const TakeId& take)
{
    std::erase_if (content, [&] (const CompSegment& s) { return s.take == take; });
}

std::vector<CompSegment> Comp::within (core::Span span) const
{
    std::vector<CompSegment> parts;

    for (const auto& segment : content)
        if (const auto part = segment.span.intersection (span); ! part.isEmpty())
            parts.push_back ({ part, segment.take, segment.output });

    return parts;
}

} // namespace harp::model
