// SPDX-License-Identifier: GPL-3.0-or-later
#include "RateGrid.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <cmath>

namespace harp::render
{

namespace
{

constexpr core::Frame largestTerm = 65536;
constexpr core::Frame usualPage = 16384;

core::Frame floorDivide (core::Frame a, core::Frame b) noexcept
{
    return a / b - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

} // namespace

// Continued fraction of to/from; it ends by itself at the reduced ratio when both rates are whole numbers.
Ratio Ratio::between (double fromRate, double toRate)
{
    core::Frame up = 1, down = 0, previousUp = 0, previousDown = 1;
    double numerator = toRate, denominator = fromRate;

    while (denominator > 1e-6)
    {
        const auto term = static_cast<core::Frame> (std::floor (numerator / denominator));
        const auto nextUp = term * up + previousUp;
        const auto nextDown = term * down + previousDown;

        if (nextUp > largestTerm || nextDown > largestTerm)
            break;

        previousUp = std::exchange (up, nextUp);
        previousDown = std::exchange (down, nextDown);
        numerator = std::exchange (denominator, numerator - static_cast<double> (term) * denominator);
    }

    return { std::max<core::Frame> (up, 1), std::max<core::Frame> (down, 1) };
}

core::Frame Ratio::nearest (core::Frame input) const noexcept
{
    return floorDivide (2 * input * up + down, 2 * down);
}

core::Frame Ratio::floor (core::Frame input) const noexcept
{
    return floorDivide (input * up, down);
}

core::Frame Ratio::count (core::Frame inputFrames) const noexcept
{
    return -floorDivide (-inputFrames * up, down);
}

core::Frame Ratio::unitsFor (core::Frame framesAtLowerRate) const noexcept
{
    const auto unit = std::min (up, down);
    return (framesAtLowerRate + unit - 1) / unit;
}

RateGrid RateGrid::between (double sourceRate, double playbackRate)
{
    RateGrid grid;
    grid.ratio = Ratio::between (sourceRate, playbackRate);

    const auto& [up, down] = grid.ratio;
    const auto units = std::max<core::Frame> (1, (usualPage + up / 2) / up);
    grid.pageFrames = units * up;
    grid.inputFrames = units * down;

    if (! grid.ratio.isIdentity())
    {
        grid.padding = grid.ratio.unitsFor (filterReach) * down;
        grid.paddingFrames = grid.ratio.unitsFor (filterReach) * up;
    }

    return grid;
}

} // namespace harp::render
