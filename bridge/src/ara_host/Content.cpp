// SPDX-License-Identifier: MIT
#include "Content.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace harp::host
{
namespace
{

using Events = std::vector<ContentEvent>;

const char* nameOf (const ContentEvent& event) { return event.name.empty() ? nullptr : event.name.c_str(); }
std::string text (const char* value) { return value != nullptr ? value : ""; }

bool ascending (const Events& events, bool strictly, const std::function<double (const ContentEvent&)>& value)
{
    for (std::size_t i = 1; i < events.size(); ++i)
        if (value (events[i]) < value (events[i - 1]) || (strictly && ! (value (events[i]) > value (events[i - 1]))))
            return false;

    return true;
}

double positionOf (const ContentEvent& event) { return event.position; }
double quarterOf (const ContentEvent& event) { return event.quarter; }

void checkNotes (const Events& events, std::vector<std::string>& broken)
{
    for (const auto& note : events)
    {
        if ((note.pitch == ARA::kARAInvalidPitchNumber) != (note.frequency <= 0.0f))
            broken.emplace_back ("a note has a frequency without a pitch, or a pitch without a frequency");

        if (note.volume < 0.0f)
            broken.emplace_back ("a note has a volume below 0");

        if (note.attack < 0.0 || note.noteDuration < 0.0 || note.signalDuration < 0.0)
            broken.emplace_back ("a note has a duration below 0");
    }

    if (! ascending (events, false, positionOf))
        broken.emplace_back ("notes are not sorted by their start");
}

void checkTempo (const Events& events, std::vector<std::string>& broken)
{
    if (events.size() < 2)
        broken.emplace_back ("a tempo map needs at least two entries");

    if (! ascending (events, true, positionOf) || ! ascending (events, true, quarterOf))
        broken.emplace_back ("tempo entries do not rise on both axes");

    if (std::ranges::none_of (events, [] (auto& e) { return std::abs (e.quarter) < 1e-9; }))
        broken.emplace_back ("no tempo entry stands at quarter 0");
}

void checkBars (const Events& events, std::vector<std::string>& broken)
{
    if (events.empty())
        broken.emplace_back ("there must be at least one bar signature");

    for (const auto& bar : events)
        if (bar.numerator <= 0 || bar.denominator <= 0)
            broken.emplace_back ("a bar signature is not positive");

    if (! ascending (events, true, positionOf))
        broken.emplace_back ("bar signatures are not sorted");

    for (std::size_t i = 1; i < events.size(); ++i)
    {
        const auto bar = events[i - 1].numerator * 4.0 / std::max (1, events[i - 1].denominator);
        const auto bars = (events[i].position - events[i - 1].position) / bar;

        if (std::abs (bars - std::round (bars)) > 1e-6)
            broken.emplace_back ("a bar signature changes in the middle of a bar");
    }
}

void checkPositions (const Events& events, const std::string& kind, bool atLeastOne, std::vector<std::string>& broken)
{
    if (atLeastOne && events.empty())
        broken.push_back ("there must be at least one " + kind);

    if (! ascending (events, true, positionOf))
        broken.push_back (kind + " events do not rise");
}

} // namespace

bool isContentType (ARA::ARAContentType type)
{
    static constexpr ARA::ARAContentType known[] { ARA::kARAContentTypeNotes, ARA::kARAContentTypeTempoEntries, ARA::kARAContentTypeBarSignatures,
                                                   ARA::kARAContentTypeStaticTuning, ARA::kARAContentTypeKeySignatures,
                                                   ARA::kARAContentTypeSheetChords };
    return std::ranges::find (known, type) != std::end (known);
}

AraEvent toAra (ARA::ARAContentType type, const ContentEvent& event)
{
    AraEvent result {};

    switch (type)
    {
        case ARA::kARAContentTypeNotes:
            result.note = { event.frequency, event.pitch, event.volume, event.position, event.attack, event.noteDuration, event.signalDuration };
            break;
        case ARA::kARAContentTypeTempoEntries:
            result.tempo = { event.position, event.quarter };
            break;
        case ARA::kARAContentTypeBarSignatures:
            result.bars = { event.numerator, event.denominator, event.position };
            break;
        case ARA::kARAContentTypeStaticTuning:
            result.tuning = { event.concertPitch, event.root, {}, nameOf (event) };
            std::copy_n (event.tunings.begin(), 12, result.tuning.tunings);
            break;
        case ARA::kARAContentTypeKeySignatures:
            result.key = { event.root, {}, nameOf (event), event.position };
            std::copy_n (event.intervals.begin(), 12, result.key.intervals);
            break;
        default:
            result.chord = { event.root, event.bass, {}, nameOf (event), event.position };
            std::copy_n (event.intervals.begin(), 12, result.chord.intervals);
            break;
    }

    return result;
}

ContentEvent fromAra (ARA::ARAContentType type, const void* source)
{
    const auto& event = *static_cast<const AraEvent*> (source);
    ContentEvent result;

    switch (type)
    {
        case ARA::kARAContentTypeNotes:
            result.frequency = event.note.frequency;
            result.pitch = event.note.pitchNumber;
            result.volume = event.note.volume;
            result.position = event.note.startPosition;
            result.attack = event.note.attackDuration;
            result.noteDuration = event.note.noteDuration;
            result.signalDuration = event.note.signalDuration;
            break;
        case ARA::kARAContentTypeTempoEntries:
            result.position = event.tempo.timePosition;
            result.quarter = event.tempo.quarterPosition;
            break;
        case ARA::kARAContentTypeBarSignatures:
            result.numerator = event.bars.numerator;
            result.denominator = event.bars.denominator;
            result.position = event.bars.position;
            break;
        case ARA::kARAContentTypeStaticTuning:
            result.concertPitch = event.tuning.concertPitchFrequency;
            result.root = event.tuning.root;
            std::copy_n (event.tuning.tunings, 12, result.tunings.begin());
            result.name = text (event.tuning.name);
            break;
        case ARA::kARAContentTypeKeySignatures:
            result.root = event.key.root;
            std::copy_n (event.key.intervals, 12, result.intervals.begin());
            result.name = text (event.key.name);
            result.position = event.key.position;
            break;
        default:
            result.root = event.chord.root;
            result.bass = event.chord.bass;
            std::copy_n (event.chord.intervals, 12, result.intervals.begin());
            result.name = text (event.chord.name);
            result.position = event.chord.position;
            break;
    }

    return result;
}

std::vector<std::string> checkEvents (ARA::ARAContentType type, const Events& events)
{
    std::vector<std::string> broken;

    switch (type)
    {
        case ARA::kARAContentTypeNotes: checkNotes (events, broken); break;
        case ARA::kARAContentTypeTempoEntries: checkTempo (events, broken); break;
        case ARA::kARAContentTypeBarSignatures: checkBars (events, broken); break;
        case ARA::kARAContentTypeKeySignatures: checkPositions (events, "key signature", true, broken); break;
        case ARA::kARAContentTypeSheetChords: checkPositions (events, "chord", false, broken); break;
        default:
            if (events.size() != 1 || events.front().concertPitch <= 0.0f)
                broken.emplace_back ("there must be exactly one tuning, with a concert pitch above 0");
            break;
    }

    return broken;
}

} // namespace harp::host
