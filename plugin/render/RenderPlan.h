// SPDX-License-Identifier: GPL-3.0-or-later
// What one renderer plays at one rate, worked out to the frame. Immutable; made and freed on [any but audio] threads.
//
// render: [audio], wait-free: no lock, allocation or system call; its work is bounded by the regions that overlap the block.
#pragma once

#include "ConvertedTake.h"
#include "PageTable.h"

#include <vector>

namespace harp::render
{

// All frames are at the playback rate. "Modification frames" count from the start of the audio modification.

// A stretch of a region that sounds in one way. The pieces of a region follow each other without gaps.
struct Piece
{
    enum class Kind
    {
        original,
        take,
        fadeIn, // from the original to the take
        fadeOut // from the take to the original
    };

    core::Span frames; // modification frames
    Kind kind = Kind::original;
    const ConvertedTake* take = nullptr; // held by the plan; nullptr for the original
    core::Frame fadeStart = 0;           // modification frame; a region may begin within a fade
    core::Frame fadeLength = 0;

    // A take that is not converted yet (or cannot be) leaves the original where it was.
    bool isTakeMissing() const noexcept { return take != nullptr && take->audio() == nullptr; }
    bool needsOriginal() const noexcept { return kind != Kind::take || isTakeMissing(); }

    // How much of the take sounds at a modification frame within a fade.
    float gainAt (core::Frame frame) const noexcept
    {
        const auto part = (static_cast<float> (frame - fadeStart) + 0.5f) / static_cast<float> (fadeLength);
        return kind == Kind::fadeIn ? part : 1.0f - part;
    }
};

struct PlanRegion
{
    core::Span song;                  // song frames
    core::Frame offset = 0;           // modification frame at song.start
    std::shared_ptr<PageTable> pages; // nullptr: the source has no audio
    std::vector<Piece> pieces;

    core::Span toModification (core::Span songFrames) const noexcept
    {
        return { songFrames.start - song.start + offset, songFrames.end - song.start + offset };
    }
};

struct RenderPlan
{
    std::uint64_t serial = 0;             // never used twice
    double rate = 0.0;                    // playback rate
    std::vector<PlanRegion> regions;      // ascending by start
    std::vector<core::Frame> latestEnd;   // of regions[0 .. i], to find the first that can overlap a block
    std::vector<std::shared_ptr<ConvertedTake>> takes; // every take that a piece names, once

    // Adds the regions to the buffers. Channels: mono goes to all; stereo to mono is the mean; otherwise channel by channel,
    // where a missing one is silent and one too many is not heard. False when something was not there in time: the original
    // sounds in place of a take, silence in place of the original.
    bool render (float* const* buffers, int channels, int frames, core::Frame position) const noexcept;

    // The owner of a take that a piece names.
    std::shared_ptr<ConvertedTake> holderOf (const ConvertedTake*) const;

    // Index of the first region that can overlap what begins at a song frame.
    std::size_t firstAt (core::Frame position) const noexcept;

    // Calls visit (page) for every page of untouched audio that [start, end) of the song needs; regions from `first` on.
    template <typename Visit>
    void visitPages (core::Span song, Visit&& visit) const
    {
        for (auto r = firstAt (song.start); r < regions.size() && regions[r].song.start < song.end; ++r)
            visitPages (regions[r], song, visit);
    }

    template <typename Visit>
    static void visitPages (const PlanRegion& region, core::Span song, Visit&& visit)
    {
        if (region.pages == nullptr)
            return;

        const auto wanted = region.toModification (song.intersection (region.song));
        const auto length = region.pages->grid().pageFrames;

        for (const auto& piece : region.pieces)
        {
            const auto span = piece.frames.intersection (wanted).intersection ({ 0, region.pages->frames() });

            if (piece.needsOriginal() && ! span.isEmpty())
                for (auto index = span.start / length; index * length < span.end; ++index)
                    visit (PageRef { region.pages, static_cast<std::size_t> (index) });
        }
    }
};

} // namespace harp::render
