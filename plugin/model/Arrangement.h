// SPDX-License-Identifier: GPL-3.0-or-later
// What the host has told us of its document: tracks, sources, modifications, regions. Plain data. [any] thread.
#pragma once

#include "Comp.h"
#include "SampleReader.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace harp::model
{

// Numbers that name an object while the process lives; never 0, never used twice.
enum class TrackId : std::uint64_t {};
enum class SourceId : std::uint64_t {};
enum class ModificationId : std::uint64_t {};
enum class RegionId : std::uint64_t {};

using Colour = std::array<float, 3>; // red, green, blue, 0..1

struct Track
{
    std::string name;
    int order = 0;
    std::optional<Colour> colour;
};

struct Source
{
    std::string persistentId;
    std::string name;
    core::Frame frames = 0;
    double rate = 0.0;
    int channels = 0;
    std::shared_ptr<SampleReader> reader; // never null once the source is in a document
};

struct Modification
{
    SourceId source {};
    std::string persistentId;
    std::string name;
    std::vector<TakePtr> takes; // oldest first
    Comp comp;
};

// Seconds, as the host gives them. Time stretching is not offered: the modification is played at its own speed for
// `duration` seconds.
struct Region
{
    ModificationId modification {};
    TrackId track {};
    std::string name;
    std::optional<Colour> colour;
    double startInModification = 0.0;
    double start = 0.0;    // in the song
    double duration = 0.0; // in the song
};

struct Arrangement
{
    std::string name;
    std::map<TrackId, Track> tracks;
    std::map<SourceId, Source> sources;
    std::map<ModificationId, Modification> modifications;
    std::map<RegionId, Region> regions;

    const Source* sourceOf (const Modification&) const;
    const Modification* modificationOf (const Region&) const;

    // The span of the source that a region shows, in source frames (it may reach outside of the source); nothing when an object is missing.
    std::optional<core::Span> spanOf (const Region&) const;
};

} // namespace harp::model
