// SPDX-License-Identifier: GPL-3.0-or-later
// The document that most tests start with: one track, one stereo recording, one edit of it, one region. Model thread.
#pragma once

#include "HostDocument.h"

#include <catch2/catch_test_macros.hpp>

namespace harp::test
{

// Noise that is the same everywhere: a test that expects silence or another place notices it.
Samples recording (int channels, std::int64_t frames, unsigned seed = 1);

// Frames [start, start + count) of every channel; what lies outside is silence.
Samples cut (const Samples&, std::int64_t start, std::int64_t count);

Samples silence (int channels, std::int64_t frames);

// One source at 48 kHz, one second of stereo, shown as a whole by a region at 0.5 s.
class Song
{
public:
    static constexpr double rate = 48000.0;
    static constexpr std::int64_t length = 48000;

    explicit Song (MockHost&, Samples = recording (2, length), double sourceRate = rate);

    HostDocument document;
    HostContext* context = nullptr;
    HostSequence* track = nullptr;
    HostSource* source = nullptr;
    HostModification* modification = nullptr;
    HostRegion* region = nullptr;

    // A take that answers every sample of the span with its opposite, chosen there.
    model::TakePtr commitInverted (core::Span);
    model::TakePtr commitInverted (core::Span, const HostModification&);

    // What an instance at the song's rate renders where the region lies.
    Samples renderRegion();

    // The comp of a modification, by persistent id.
    model::Modification stateOf (const std::string& id) const;
};

// Every promise to the host kept, and none of the host's rules broken: the end of every test.
#define HARP_CHECK_CLEAN(host)                                          \
    do                                                                  \
    {                                                                   \
        CHECK ((host).violations() == std::vector<std::string> {});     \
        CHECK (harp::test::takeAsserts() == std::vector<std::string> {}); \
    } while (false)

} // namespace harp::test
