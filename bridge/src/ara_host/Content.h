// SPDX-License-Identifier: MIT
// Musical content in one shape for both directions: what the host offers and what it reads from the plug-in. [any]
#pragma once

#include <ARA_API/ARAInterface.h>

#include <map>
#include <string>
#include <vector>

namespace harp::host
{

// One event; which fields count depends on its type. Positions are seconds for notes and tempo entries, quarters otherwise.
struct ContentEvent
{
    double position = 0;
    double quarter = 0;                                                   // tempo entries
    int numerator = 4, denominator = 4;                                   // bar signatures
    float frequency = ARA::kARAInvalidFrequency, volume = 0;              // notes
    int pitch = ARA::kARAInvalidPitchNumber;
    double attack = 0, noteDuration = 0, signalDuration = 0;
    float concertPitch = ARA::kARADefaultConcertPitchFrequency;           // tuning
    int root = 0, bass = 0;                                               // tuning, keys, chords: circle of fifths
    std::vector<float> tunings = std::vector<float> (12, 0.0f);
    std::vector<unsigned char> intervals = std::vector<unsigned char> (12, 0);
    std::string name;
};

struct ContentList
{
    ARA::ARAContentGrade grade = ARA::kARAContentGradeApproved;
    std::vector<ContentEvent> events;
};

using Content = std::map<ARA::ARAContentType, ContentList>;

// Room for one event in the form that crosses the border.
union AraEvent
{
    ARA::ARAContentTempoEntry tempo;
    ARA::ARAContentBarSignature bars;
    ARA::ARAContentNote note;
    ARA::ARAContentTuning tuning;
    ARA::ARAContentKeySignature key;
    ARA::ARAContentChord chord;
};

bool isContentType (ARA::ARAContentType type);

// The result points into `event` for its name.
AraEvent toAra (ARA::ARAContentType type, const ContentEvent& event);
ContentEvent fromAra (ARA::ARAContentType type, const void* event);

// The rules for the events of one type, one sentence for each that is broken.
std::vector<std::string> checkEvents (ARA::ARAContentType type, const std::vector<ContentEvent>& events);

} // namespace harp::host
