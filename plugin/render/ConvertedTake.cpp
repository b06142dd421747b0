// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConvertedTake.h"

#include <cmath>
#include <new>

namespace harp::render
{

ConvertedTake::ConvertedTake (const model::Take& take, int output, double playbackRate)
    : stored (take.outputs[static_cast<std::size_t> (output)].audio),
      ratio (Ratio::between (stored->rate(), playbackRate))
{
    place (take, stored->rate(), playbackRate);
}

// The take starts on a source frame, which mostly lies between two playback frames. Silent frames are put before it so
// that the conversion starts as close to a playback frame as possible: exactly, when the take has the source's rate. A
// processed and an untouched sound then stay in phase.
void ConvertedTake::place (const model::Take& take, double takeRate, double playbackRate)
{
    const auto grid = Ratio::between (take.sourceRate, playbackRate);
    const auto whole = grid.floor (take.span.start);
    const auto rest = static_cast<double> (take.span.start * grid.up - whole * grid.down) / static_cast<double> (grid.down);
    const auto step = static_cast<double> (ratio.up) / static_cast<double> (ratio.down);
    const auto tried = takeRate > 0.0 ? std::min<core::Frame> (ratio.down, 1024) : 1;
    auto best = 1.0;

    for (core::Frame k = 0; k < tried && best > 1e-9; ++k)
    {
        const auto position = rest - static_cast<double> (k) * step;
        const auto nearest = std::floor (position + 0.5);

        if (std::abs (position - nearest) < best - 1e-9)
        {
            best = std::abs (position - nearest);
            leadIn = k;
            firstFrame = whole + static_cast<core::Frame> (nearest);
        }
    }
}

bool ConvertedTake::convert (const KeepGoing& keepGoing)
{
    auto expected = State::pending;

    if (! state.compare_exchange_strong (expected, State::converting))
        return expected >= State::ready;

    auto result = run (keepGoing);

    if (! result.ok())
        error = result.error();

    stored.reset();
    state.store (result.ok() ? State::ready : State::failed, std::memory_order_release);
    return true;
}

core::Status ConvertedTake::run (const KeepGoing& keepGoing)
try
{
    auto decoded = stored->decode();

    if (! decoded.ok())
        return decoded.error();

    const auto& take = *decoded.value();

    if (ratio.isIdentity() && leadIn == 0)
    {
        converted = decoded.value();
        return core::Done {};
    }

    core::Audio padded (take.channels(), leadIn + take.frames(), take.rate());

    for (int c = 0; c < take.channels(); ++c)
        std::copy_n (take.channel (c), take.frames(), padded.channel (c) + leadIn);

    decoded.value().reset();
    auto result = std::make_shared<core::Audio> (padded.channels(), ratio.count (padded.frames()), padded.rate());

    if (auto status = resample (padded, ratio, *result, keepGoing); ! status.ok())
        return status;

    converted = std::move (result);
    return core::Done {};
}
catch (const std::bad_alloc&)
{
    return core::Error { core::ErrorCode::outOfMemory, {}, "converting a take" };
}

core::Status ConvertedTake::status() const
{
    if (isSettled() && error.has_value())
        return *error;

    return core::Done {};
}

} // namespace harp::render
