// SPDX-License-Identifier: MIT
// The scalar types, references and enumerations of ARA.
// Included by ARAInterface.h (and by a test with another namespace and packing): no include guard on purpose.

typedef std::uint8_t ARAByte;
typedef std::int32_t ARAInt32;
typedef std::int64_t ARAInt64;
typedef std::size_t ARASize;

// 32 bits, kARATrue or kARAFalse
typedef ARAInt32 ARABool;

// UTF-8, ends with 0
typedef char ARAUtf8Char;
typedef const ARAUtf8Char* ARAUtf8String;

// seconds, samples of a rate named elsewhere, quarter notes
typedef double ARATimePosition;
typedef double ARATimeDuration;
typedef ARAInt64 ARASamplePosition;
typedef ARAInt64 ARASampleCount;
typedef double ARAQuarterPosition;
typedef double ARAQuarterDuration;
typedef double ARASampleRate;

typedef ARAInt32 ARAChannelCount;

// 7-bit ASCII, compared by value
typedef const char* ARAPersistentID;

typedef ARAInt32 ARAPitchNumber;
typedef ARAInt32 ARACircleOfFifthsIndex;
typedef ARAByte ARAKeySignatureIntervalUsage;
typedef ARAByte ARAChordIntervalUsage;

// References: pointer-sized values whose meaning only their owner knows. Host refs belong to the host, the others to the plug-in.
typedef struct ARAMusicalContextRefMarkupType* ARAMusicalContextRef;
typedef struct ARAMusicalContextHostRefMarkupType* ARAMusicalContextHostRef;
typedef struct ARARegionSequenceRefMarkupType* ARARegionSequenceRef;
typedef struct ARARegionSequenceHostRefMarkupType* ARARegionSequenceHostRef;
typedef struct ARAAudioSourceRefMarkupType* ARAAudioSourceRef;
typedef struct ARAAudioSourceHostRefMarkupType* ARAAudioSourceHostRef;
typedef struct ARAAudioModificationRefMarkupType* ARAAudioModificationRef;
typedef struct ARAAudioModificationHostRefMarkupType* ARAAudioModificationHostRef;
typedef struct ARAPlaybackRegionRefMarkupType* ARAPlaybackRegionRef;
typedef struct ARAPlaybackRegionHostRefMarkupType* ARAPlaybackRegionHostRef;
typedef struct ARAContentReaderRefMarkupType* ARAContentReaderRef;
typedef struct ARAContentReaderHostRefMarkupType* ARAContentReaderHostRef;
typedef struct ARAAudioAccessControllerHostRefMarkupType* ARAAudioAccessControllerHostRef;
typedef struct ARAAudioReaderHostRefMarkupType* ARAAudioReaderHostRef;
typedef struct ARAArchivingControllerHostRefMarkupType* ARAArchivingControllerHostRef;
typedef struct ARAArchiveReaderHostRefMarkupType* ARAArchiveReaderHostRef;
typedef struct ARAArchiveWriterHostRefMarkupType* ARAArchiveWriterHostRef;
typedef struct ARAContentAccessControllerHostRefMarkupType* ARAContentAccessControllerHostRef;
typedef struct ARAModelUpdateControllerHostRefMarkupType* ARAModelUpdateControllerHostRef;
typedef struct ARAPlaybackControllerHostRefMarkupType* ARAPlaybackControllerHostRef;
typedef struct ARADocumentControllerRefMarkupType* ARADocumentControllerRef;
typedef struct ARAPlaybackRendererRefMarkupType* ARAPlaybackRendererRef;
typedef struct ARAEditorRendererRefMarkupType* ARAEditorRendererRef;
typedef struct ARAEditorViewRefMarkupType* ARAEditorViewRef;
typedef struct ARAPlugInExtensionRefMarkupType* ARAPlugInExtensionRef;

// Which companion format describes the channel layout of an audio source.
typedef ARAInt32 ARAChannelArrangementDataType;
enum : ARAInt32
{
    kARAChannelArrangementUndefined = 0,
    kARAChannelArrangementVST3SpeakerArrangement = 1,
    kARAChannelArrangementCoreAudioChannelLayout = 2,
    kARAChannelArrangementAAXStemFormat = 3,
    kARAChannelArrangementCLAPChannelMap = 4,
    kARAChannelArrangementCLAPAmbisonicInfo = 5
};

// Generations of the interface; plug-in and host settle on one when ARA is initialised.
typedef ARAInt32 ARAAPIGeneration;
enum : ARAInt32
{
#if ! HARP_ARA_ON_ARM  // older hosts never ran on ARM
    kARAAPIGeneration_1_0_Draft = 1,
    kARAAPIGeneration_1_0_Final = 2,
    kARAAPIGeneration_2_0_Draft = 3,
#endif
    kARAAPIGeneration_2_0_Final = 4,
    kARAAPIGeneration_2_X_Draft = 5,
    kARAAPIGeneration_2_3_Final = 6
};

// What kind of rule an assertion across the border found broken.
typedef ARAInt32 ARAAssertCategory;
enum : ARAInt32
{
    kARAAssertUnspecified = 0,
    kARAAssertInvalidArgument = -1,
    kARAAssertInvalidState = -2,
    kARAAssertInvalidThread = -3
};

// What a playback region may do to the sound besides moving it.
typedef ARAInt32 ARAPlaybackTransformationFlags;
enum : ARAInt32
{
    kARAPlaybackTransformationNoChanges = 0,
    kARAPlaybackTransformationTimestretch = 1 << 0,
    kARAPlaybackTransformationTimestretchReflectingTempo = 1 << 1,
    kARAPlaybackTransformationContentBasedFadeAtTail = 1 << 2,
    kARAPlaybackTransformationContentBasedFadeAtHead = 1 << 3,
    kARAPlaybackTransformationContentBasedFades = 0xc
};

// What has NOT changed in a content update.
typedef ARAInt32 ARAContentUpdateFlags;
enum : ARAInt32
{
    kARAContentUpdateEverythingChanged = 0,
    kARAContentUpdateSignalScopeRemainsUnchanged = 1 << 0,
    kARAContentUpdateNoteScopeRemainsUnchanged = 1 << 1,
    kARAContentUpdateTimingScopeRemainsUnchanged = 1 << 2,
    kARAContentUpdateTuningScopeRemainsUnchanged = 1 << 3,
    kARAContentUpdateHarmonicScopeRemainsUnchanged = 1 << 4
};

// Kinds of musical content that both sides can read.
typedef ARAInt32 ARAContentType;
enum : ARAInt32
{
    kARAContentTypeNotes = 10,
    kARAContentTypeTempoEntries = 20,
    kARAContentTypeBarSignatures = 21,
    kARAContentTypeStaticTuning = 31,
    kARAContentTypeKeySignatures = 42,
    kARAContentTypeSheetChords = 45
};

// How far a piece of content can be trusted.
typedef ARAInt32 ARAContentGrade;
enum : ARAInt32
{
    kARAContentGradeInitial = 0,
    kARAContentGradeDetected = 1,
    kARAContentGradeAdjusted = 2,
    kARAContentGradeApproved = 3
};

// Steps of an analysis, as told to the host.
typedef ARAInt32 ARAAnalysisProgressState;
enum : ARAInt32
{
    kARAAnalysisProgressStarted = 0,
    kARAAnalysisProgressUpdated = 1,
    kARAAnalysisProgressCompleted = 2
};

// What one plug-in instance does for its document.
typedef ARAInt32 ARAPlugInInstanceRoleFlags;
enum : ARAInt32
{
    kARAPlaybackRendererRole = 1 << 0,
    kARAEditorRendererRole = 1 << 1,
    kARAEditorViewRole = 1 << 2
};

// Called when the other side breaks a rule: what kind, the object in question, a text for developers.
typedef void (*ARAAssertFunction) (ARAAssertCategory category, const void* problematicArgument, const char* diagnosis);

constexpr ARABool kARATrue { 1 };
constexpr ARABool kARAFalse { 0 };
constexpr ARAPitchNumber kARAInvalidPitchNumber { std::numeric_limits<ARAInt32>::min() };
constexpr float kARAInvalidFrequency { 0.0f };
constexpr float kARADefaultConcertPitchFrequency { 440.0f };
constexpr ARAKeySignatureIntervalUsage kARAKeySignatureIntervalUnused { 0x00 };
constexpr ARAKeySignatureIntervalUsage kARAKeySignatureIntervalUsed { 0xFF };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree1 { 0x01 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree2 { 0x02 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree3 { 0x03 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree4 { 0x04 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree5 { 0x05 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree6 { 0x06 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree7 { 0x07 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree9 { 0x09 };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree11 { 0x0B };
constexpr ARAChordIntervalUsage kARAChordDiatonicDegree13 { 0x0D };
constexpr ARAChordIntervalUsage kARAChordIntervalUsed { 0xFF };
constexpr ARAChordIntervalUsage kARAChordIntervalUnused { 0x00 };
