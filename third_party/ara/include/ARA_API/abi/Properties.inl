// SPDX-License-Identifier: MIT
// What host and plug-in tell each other: properties, musical content, selections, filters.
// Included by ARAInterface.h (and by a test with another namespace and packing): no include guard on purpose.

// Red, green, blue, 0..1 each.
struct ARAColor
{
    float r;
    float g;
    float b;
};

// What the host tells about a document.
struct ARADocumentProperties
{
    ARASize structSize;
    ARAUtf8String name;
};
constexpr ARASize kARADocumentPropertiesMinSize = HARP_ARA_SIZE_UP_TO (ARADocumentProperties, name);

// A musical context: one time line with tempo, signatures, chords.
struct ARAMusicalContextProperties
{
    ARASize structSize;
    ARAUtf8String name;  // since 2.0 Draft
    ARAInt32 orderIndex;  // since 2.0 Draft
    const ARAColor* color;  // since 2.0 Draft
};
constexpr ARASize kARAMusicalContextPropertiesMinSize = HARP_ARA_SIZE_UP_TO (ARAMusicalContextProperties, structSize);

// A region sequence: a track or lane of the arrangement.
struct ARARegionSequenceProperties
{
    ARASize structSize;
    ARAUtf8String name;
    ARAInt32 orderIndex;
    ARAMusicalContextRef musicalContextRef;
    const ARAColor* color;
};
constexpr ARASize kARARegionSequencePropertiesMinSize = HARP_ARA_SIZE_UP_TO (ARARegionSequenceProperties, musicalContextRef);

// An audio source: one recording, in its own rate and channel count.
struct ARAAudioSourceProperties
{
    ARASize structSize;
    ARAUtf8String name;
    ARAPersistentID persistentID;
    ARASampleCount sampleCount;
    ARASampleRate sampleRate;
    ARAChannelCount channelCount;
    ARABool merits64BitSamples;
    ARAChannelArrangementDataType channelArrangementDataType;  // since 2.0 Final
    const void* channelArrangement;  // type given by channelArrangementDataType; NULL with Undefined for mono and stereo; since 2.0 Final
};
constexpr ARASize kARAAudioSourcePropertiesMinSize = HARP_ARA_SIZE_UP_TO (ARAAudioSourceProperties, merits64BitSamples);

// An audio modification: one state of edits of a source.
struct ARAAudioModificationProperties
{
    ARASize structSize;
    ARAUtf8String name;
    ARAPersistentID persistentID;
};
constexpr ARASize kARAAudioModificationPropertiesMinSize = HARP_ARA_SIZE_UP_TO (ARAAudioModificationProperties, persistentID);

// A playback region: a window of a modification, placed in the song.
struct ARAPlaybackRegionProperties
{
    ARASize structSize;
    ARAPlaybackTransformationFlags transformationFlags;
    ARATimePosition startInModificationTime;
    ARATimeDuration durationInModificationTime;
    ARATimePosition startInPlaybackTime;
    ARATimeDuration durationInPlaybackTime;
    ARAMusicalContextRef musicalContextRef;  // ARA 1 left-over: ignore when regionSequenceRef is present; may be garbage; deprecated
    ARARegionSequenceRef regionSequenceRef;  // mandatory in ARA 2; since 2.0 Draft
    ARAUtf8String name;  // since 2.0 Draft
    const ARAColor* color;  // since 2.0 Draft
};
constexpr ARASize kARAPlaybackRegionPropertiesMinSize = HARP_ARA_SIZE_UP_TO (ARAPlaybackRegionProperties, musicalContextRef);

// A span of time in seconds.
struct ARAContentTimeRange
{
    ARATimePosition start;
    ARATimeDuration duration;
};

// One point of the map from seconds to quarters.
struct ARAContentTempoEntry
{
    ARATimePosition timePosition;
    ARAQuarterPosition quarterPosition;
};

// A bar signature from a quarter position on.
struct ARAContentBarSignature
{
    ARAInt32 numerator;
    ARAInt32 denominator;
    ARAQuarterPosition position;
};

// One note.
struct ARAContentNote
{
    float frequency;
    ARAPitchNumber pitchNumber;
    float volume;
    ARATimePosition startPosition;
    ARATimeDuration attackDuration;
    ARATimeDuration noteDuration;
    ARATimeDuration signalDuration;
};

// The tuning of the whole object.
struct ARAContentTuning
{
    float concertPitchFrequency;
    ARACircleOfFifthsIndex root;
    float tunings[12];
    ARAUtf8String name;
};

// A key signature from a quarter position on.
struct ARAContentKeySignature
{
    ARACircleOfFifthsIndex root;
    ARAKeySignatureIntervalUsage intervals[12];
    ARAUtf8String name;
    ARAQuarterPosition position;
};

// A chord from a quarter position on.
struct ARAContentChord
{
    ARACircleOfFifthsIndex root;
    ARACircleOfFifthsIndex bass;
    ARAChordIntervalUsage intervals[12];
    ARAUtf8String name;
    ARAQuarterPosition position;
};

// What is selected in the host, most relevant object first.
struct ARAViewSelection
{
    ARASize structSize;
    ARASize playbackRegionRefsCount;
    const ARAPlaybackRegionRef* playbackRegionRefs;
    ARASize regionSequenceRefsCount;
    const ARARegionSequenceRef* regionSequenceRefs;
    const ARAContentTimeRange* timeRange;
};
constexpr ARASize kARAViewSelectionMinSize = HARP_ARA_SIZE_UP_TO (ARAViewSelection, timeRange);

// Which archived objects are to be restored, and into which of the current ones.
struct ARARestoreObjectsFilter
{
    ARASize structSize;
    ARABool documentData;
    ARASize audioSourceIDsCount;
    const ARAPersistentID* audioSourceArchiveIDs;
    const ARAPersistentID* audioSourceCurrentIDs;
    ARASize audioModificationIDsCount;
    const ARAPersistentID* audioModificationArchiveIDs;
    const ARAPersistentID* audioModificationCurrentIDs;
};
constexpr ARASize kARARestoreObjectsFilterMinSize = HARP_ARA_SIZE_UP_TO (ARARestoreObjectsFilter, audioModificationCurrentIDs);

// Which objects are to be stored.
struct ARAStoreObjectsFilter
{
    ARASize structSize;
    ARABool documentData;
    ARASize audioSourceRefsCount;
    const ARAAudioSourceRef* audioSourceRefs;
    ARASize audioModificationRefsCount;
    const ARAAudioModificationRef* audioModificationRefs;
};
constexpr ARASize kARAStoreObjectsFilterMinSize = HARP_ARA_SIZE_UP_TO (ARAStoreObjectsFilter, audioModificationRefs);

// One analysis algorithm to choose from.
struct ARAProcessingAlgorithmProperties
{
    ARASize structSize;
    ARAPersistentID persistentID;
    ARAUtf8String name;
};
constexpr ARASize kARAProcessingAlgorithmPropertiesMinSize = HARP_ARA_SIZE_UP_TO (ARAProcessingAlgorithmProperties, name);
