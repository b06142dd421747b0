// SPDX-License-Identifier: GPL-3.0-or-later
#include "RenderPlan.h"

#include <algorithm>

namespace harp::render
{

namespace
{

// Consecutive frames of one stored piece of audio; nullptr = silence, either because nothing is there or because it is missing.
struct Run
{
    const core::Audio* audio = nullptr;
    core::Frame index = 0;
    core::Frame length = 0;
    bool isMissing = false;
};

Run originalAt (const PageTable* pages, core::Frame frame, core::Frame length) noexcept
{
    if (pages == nullptr || frame >= pages->frames())
        return { nullptr, 0, length, false };

    if (frame < 0)
        return { nullptr, 0, std::min (length, -frame), false };

    const auto pageFrames = pages->grid().pageFrames;
    const auto* const page = pages->page (static_cast<std::size_t> (frame / pageFrames));
    const auto index = frame % pageFrames;
    return { page, index, std::min ({ length, pageFrames - index, pages->frames() - frame }), page == nullptr };
}

Run takeAt (const ConvertedTake& take, core::Frame frame, core::Frame length) noexcept
{
    const auto* const audio = take.audio(); // there: looked at before, and it never goes again
    const auto index = frame - take.start();

    if (index < 0)
        return { nullptr, 0, std::min (length, -index), false };

    if (index >= audio->frames())
        return { nullptr, 0, length, false };

    return { audio, index, std::min (length, audio->frames() - index), false };
}

// What one output channel hears of some audio: nothing, one channel, or the mean of two.
struct Tap
{
    const float* first = nullptr;
    const float* second = nullptr;

    Tap (const Run& run, int channel, int outputChannels) noexcept
    {
        if (run.audio == nullptr)
            return;

        const auto available = run.audio->channels();

        if (available == 1)
            first = run.audio->channel (0) + run.index;
        else if (channel < available)
            first = run.audio->channel (channel) + run.index;

        if (available == 2 && outputChannels == 1)
            second = run.audio->channel (1) + run.index;
    }

    float operator[] (core::Frame i) const noexcept
    {
        return second != nullptr ? 0.5f * (first[i] + second[i]) : first != nullptr ? first[i] : 0.0f;
    }
};

void add (float* out, const Tap& tap, core::Frame length) noexcept
{
    if (tap.second != nullptr)
        for (core::Frame i = 0; i < length; ++i)
            out[i] += 0.5f * (tap.first[i] + tap.second[i]);
    else if (tap.first != nullptr)
        for (core::Frame i = 0; i < length; ++i)
            out[i] += tap.first[i];
}

// original + gain * (take - original): where both are the same, that is the original, bit for bit.
void addFade (float* out, const Tap& original, const Tap& take, const Piece& piece, core::Frame frame, core::Frame length) noexcept
{
    for (core::Frame i = 0; i < length; ++i)
        out[i] += original[i] + piece.gainAt (frame + i) * (take[i] - original[i]);
}

struct Block
{
    float* const* buffers;
    int channels;
    core::Frame position;

    // One piece from `frame` on; gives how many frames it has done and notes what was missing.
    core::Frame addPiece (const PlanRegion& region, const Piece& piece, core::Frame frame, core::Frame length, bool& complete) const noexcept
    {
        Run original { nullptr, 0, length, false }, take { nullptr, 0, length, false };
        const auto takeIsMissing = piece.isTakeMissing(); // asked once: it may become ready at any moment
        const auto kind = takeIsMissing ? Piece::Kind::original : piece.kind;

        if (kind != Piece::Kind::take)
            original = originalAt (region.pages.get(), frame, length);

        if (kind != Piece::Kind::original)
            take = takeAt (*piece.take, frame, original.length);

        const auto done = std::min (original.length, take.length);
        const auto offset = frame - region.offset + region.song.start - position;
        complete = complete && ! original.isMissing && ! (takeIsMissing && ! piece.take->isSettled());

        for (int c = 0; c < channels; ++c)
        {
            auto* const out = buffers[c] + offset;
            const Tap originalTap (original, c, channels), takeTap (take, c, channels);

            if (kind == Piece::Kind::original)
                add (out, originalTap, done);
            else if (kind == Piece::Kind::take)
                add (out, takeTap, done);
            else
                addFade (out, originalTap, takeTap, piece, frame, done);
        }

        return done;
    }
};

} // namespace

std::size_t RenderPlan::firstAt (core::Frame position) const noexcept
{
    return static_cast<std::size_t> (std::upper_bound (latestEnd.begin(), latestEnd.end(), position) - latestEnd.begin());
}

std::shared_ptr<ConvertedTake> RenderPlan::holderOf (const ConvertedTake* take) const
{
    return *std::find_if (takes.begin(), takes.end(), [take] (const auto& t) { return t.get() == take; });
}

bool RenderPlan::render (float* const* buffers, int channels, int frames, core::Frame position) const noexcept
{
    const core::Span block { position, position + frames };
    const Block output { buffers, channels, position };
    auto complete = true;

    for (auto r = firstAt (block.start); r < regions.size() && regions[r].song.start < block.end; ++r)
    {
        const auto& region = regions[r];
        const auto wanted = region.toModification (block.intersection (region.song));
        auto frame = wanted.start;
        auto piece = std::upper_bound (region.pieces.begin(), region.pieces.end(), frame,
                                       [] (core::Frame f, const Piece& p) { return f < p.frames.end; });

        while (frame < wanted.end && piece != region.pieces.end())
        {
            const auto end = std::min (wanted.end, piece->frames.end);

            while (frame < end)
                frame += output.addPiece (region, *piece, frame, end - frame, complete);

            ++piece;
        }
    }

    return complete;
}

} // namespace harp::render
