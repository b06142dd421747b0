// SPDX-License-Identifier: GPL-3.0-or-later
#include "Rescale.h"

#include <cmath>

namespace harp::model
{

bool isRate (double rate) noexcept
{
    return std::isfinite (rate) && rate > 0.0;
}

core::Span rescaled (core::Span span, double fromRate, double toRate) noexcept
{
    // Rounding positions (not lengths) keeps neighbours neighbours, and what lies within a span within it.
    const auto ratio = toRate / fromRate;
    return { core::roundToFrame (static_cast<double> (span.start) * ratio), core::roundToFrame (static_cast<double> (span.end) * ratio) };
}

TakePtr rescaled (const TakePtr& take, double toRate)
{
    if (take == nullptr || ! isRate (toRate) || ! isRate (take->sourceRate) || take->sourceRate == toRate)
        return take;

    auto copy = std::make_shared<Take> (*take);
    copy->span = rescaled (take->span, take->sourceRate, toRate);
    copy->span.end = std::max (copy->span.end, copy->span.start + 1);
    copy->sourceRate = toRate;
    return copy;
}

Comp rescaled (const Comp& comp, double fromRate, double toRate)
{
    if (! isRate (fromRate) || ! isRate (toRate) || fromRate == toRate)
        return comp;

    Comp result;

    for (const auto& segment : comp.segments())
        result.paint (rescaled (segment.span, fromRate, toRate), segment.take, segment.output);

    return result;
}

} // namespace harp::model
