// SPDX-License-Identifier: MIT
// What a host provides: five interfaces and the structure that hands them over.
// Included by ARAInterface.h (and by a test with another namespace and packing): no include guard on purpose.

// Host: reading the samples of audio sources.
struct ARAAudioAccessControllerInterface
{
    ARASize structSize;

    // [model] Plug-in gets a long-lived sample reader, float (false) or double (true) samples, in the source's rate and channel
    // count.
    // When: only while inside a document-controller call of the audio-source group for that source, or inside endEditing for any
    // source; access enabled.
    ARAAudioReaderHostRef (*createAudioReaderForSource) (ARAAudioAccessControllerHostRef controllerHostRef,
                                                         ARAAudioSourceHostRef audioSourceHostRef, ARABool use64BitSamples);

    // [any but realtime] Blocking read of a sample range into one non-interleaved buffer per channel; outside the source =
    // silence; false = I/O failure (buffers silent), carry on gracefully.
    // When: access enabled, never on a render thread (offline render threads excepted), one thread at a time per reader.
    ARABool (*readAudioSamples) (ARAAudioAccessControllerHostRef controllerHostRef, ARAAudioReaderHostRef audioReaderHostRef,
                                 ARASamplePosition samplePosition, ARASampleCount samplesPerChannel, void* const buffers[]);

    // [model] Gives a reader back; no read on it may be running.
    // When: same places as createAudioReaderForSource.
    void (*destroyAudioReader) (ARAAudioAccessControllerHostRef controllerHostRef, ARAAudioReaderHostRef audioReaderHostRef);
};
constexpr ARASize kARAAudioAccessControllerInterfaceMinSize = HARP_ARA_SIZE_UP_TO (ARAAudioAccessControllerInterface, destroyAudioReader);

// Host: the bytes of an archive.
struct ARAArchivingControllerInterface
{
    ARASize structSize;

    // [model] Byte length of the archive being restored.
    // When: inside restoreObjectsFromArchive.
    ARASize (*getArchiveSize) (ARAArchivingControllerHostRef controllerHostRef, ARAArchiveReaderHostRef archiveReaderHostRef);

    // [model] Copies length > 0 bytes at a position, never past the end; false = I/O failure.
    // When: inside restoreObjectsFromArchive.
    ARABool (*readBytesFromArchive) (ARAArchivingControllerHostRef controllerHostRef, ARAArchiveReaderHostRef archiveReaderHostRef,
                                     ARASize position, ARASize length, ARAByte buffer[]);

    // [model] Writes length > 0 bytes at a position, best consecutively; going back to patch is allowed; gaps become 0.
    // When: inside storeObjectsToArchive or storeAudioSourceToAudioFileChunk.
    ARABool (*writeBytesToArchive) (ARAArchivingControllerHostRef controllerHostRef, ARAArchiveWriterHostRef archiveWriterHostRef,
                                    ARASize position, ARASize length, const ARAByte buffer[]);

    // [model] Progress 0..1 of a store, at most about 1000 calls.
    // When: inside a store call.
    void (*notifyDocumentArchivingProgress) (ARAArchivingControllerHostRef controllerHostRef, float value);

    // [model] Progress 0..1 of a restore, at most about 1000 calls.
    // When: inside restoreObjectsFromArchive.
    void (*notifyDocumentUnarchivingProgress) (ARAArchivingControllerHostRef controllerHostRef, float value);

    // [model] (since 2.0 Final) Which archive ID the archive was stored under (own or compatible); owned by the host. Present
    // from 2_0_Final: check structSize when an older generation is in use.
    // When: inside restoreObjectsFromArchive.
    ARAPersistentID (*getDocumentArchiveID) (ARAArchivingControllerHostRef controllerHostRef, ARAArchiveReaderHostRef archiveReaderHostRef);
};
constexpr ARASize kARAArchivingControllerInterfaceMinSize =
    HARP_ARA_SIZE_UP_TO (ARAArchivingControllerInterface, notifyDocumentUnarchivingProgress);

// Host: musical content of contexts and sources. Optional.
struct ARAContentAccessControllerInterface
{
    ARASize structSize;

    // [model] Does the host have that content for the context?
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    ARABool (*isMusicalContextContentAvailable) (ARAContentAccessControllerHostRef controllerHostRef,
                                                 ARAMusicalContextHostRef musicalContextHostRef, ARAContentType contentType);

    // [model] Its grade; ask only when available.
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    ARAContentGrade (*getMusicalContextContentGrade) (ARAContentAccessControllerHostRef controllerHostRef,
                                                      ARAMusicalContextHostRef musicalContextHostRef, ARAContentType contentType);

    // [model] Open a host reader, after availability was confirmed; range NULL = all.
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    ARAContentReaderHostRef (*createMusicalContextContentReader) (ARAContentAccessControllerHostRef controllerHostRef,
                                                                  ARAMusicalContextHostRef musicalContextHostRef,
                                                                  ARAContentType contentType, const ARAContentTimeRange* range);

    // [model] Does the host have that content for the source?
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    ARABool (*isAudioSourceContentAvailable) (ARAContentAccessControllerHostRef controllerHostRef, ARAAudioSourceHostRef audioSourceHostRef,
                                              ARAContentType contentType);

    // [model] Its grade; ask only when available.
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    ARAContentGrade (*getAudioSourceContentGrade) (ARAContentAccessControllerHostRef controllerHostRef,
                                                   ARAAudioSourceHostRef audioSourceHostRef, ARAContentType contentType);

    // [model] Open a host reader, after availability was confirmed.
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    ARAContentReaderHostRef (*createAudioSourceContentReader) (ARAContentAccessControllerHostRef controllerHostRef,
                                                               ARAAudioSourceHostRef audioSourceHostRef, ARAContentType contentType,
                                                               const ARAContentTimeRange* range);

    // [model] Number of events of the host reader.
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    ARAInt32 (*getContentReaderEventCount) (ARAContentAccessControllerHostRef controllerHostRef,
                                            ARAContentReaderHostRef contentReaderHostRef);

    // [model] Event pointer, host-owned, valid until the next such call or destruction; 0 <= index < count.
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    const void* (*getContentReaderDataForEvent) (ARAContentAccessControllerHostRef controllerHostRef,
                                                 ARAContentReaderHostRef contentReaderHostRef, ARAInt32 eventIndex);

    // [model] Close the host reader, in the same stack frame that opened it.
    // When: inside create.../update... of that same object, or inside endEditing for any object.
    void (*destroyContentReader) (ARAContentAccessControllerHostRef controllerHostRef, ARAContentReaderHostRef contentReaderHostRef);
};
constexpr ARASize kARAContentAccessControllerInterfaceMinSize =
    HARP_ARA_SIZE_UP_TO (ARAContentAccessControllerInterface, destroyContentReader);

// Host: being told what the plug-in has changed. Optional.
struct ARAModelUpdateControllerInterface
{
    ARASize structSize;

    // [model] Analysis progress 0..1, never falling, exactly Started ... Updated ... Completed per source; merged into one when
    // several analyses run.
    // When: only inside notifyModelUpdates.
    void (*notifyAudioSourceAnalysisProgress) (ARAModelUpdateControllerHostRef controllerHostRef, ARAAudioSourceHostRef audioSourceHostRef,
                                               ARAAnalysisProgressState state, float value);

    // [model] Source content or analysis state changed by the plug-in (not when the host caused it, not after a faithful
    // restore). The signal flag must stay set (samples unchanged) unless everything changed.
    // When: only inside notifyModelUpdates.
    void (*notifyAudioSourceContentChanged) (ARAModelUpdateControllerHostRef controllerHostRef, ARAAudioSourceHostRef audioSourceHostRef,
                                             const ARAContentTimeRange* range, ARAContentUpdateFlags flags);

    // [model] Modification content or sound changed by the plug-in; hosts save on this.
    // When: only inside notifyModelUpdates.
    void (*notifyAudioModificationContentChanged) (ARAModelUpdateControllerHostRef controllerHostRef,
                                                   ARAAudioModificationHostRef audioModificationHostRef, const ARAContentTimeRange* range,
                                                   ARAContentUpdateFlags flags);

    // [model] (since 2.0 Draft) Region content, sound, head or tail changed; range in playback time. Without the signal-unchanged
    // flag hosts re-render and re-ask head and tail. Added in 2.0: check structSize.
    // When: only inside notifyModelUpdates.
    void (*notifyPlaybackRegionContentChanged) (ARAModelUpdateControllerHostRef controllerHostRef,
                                                ARAPlaybackRegionHostRef playbackRegionHostRef, const ARAContentTimeRange* range,
                                                ARAContentUpdateFlags flags);

    // [model] (since 2.3 Final) The plug-in's private document data changed. Added in 2.3: check structSize before calling.
    // When: only inside notifyModelUpdates.
    void (*notifyDocumentDataChanged) (ARAModelUpdateControllerHostRef controllerHostRef);
};
constexpr ARASize kARAModelUpdateControllerInterfaceMinSize =
    HARP_ARA_SIZE_UP_TO (ARAModelUpdateControllerInterface, notifyAudioModificationContentChanged);

// Host: requests to the transport, which the host may ignore. Optional.
struct ARAPlaybackControllerInterface
{
    ARASize structSize;

    // [any but render] Please start the transport.
    // When: anywhere; ; a request, the host may ignore it.
    void (*requestStartPlayback) (ARAPlaybackControllerHostRef controllerHostRef);

    // [any but render] Please stop the transport.
    // When: anywhere; ; a request, the host may ignore it.
    void (*requestStopPlayback) (ARAPlaybackControllerHostRef controllerHostRef);

    // [any but render] Please locate to this song time (seconds).
    // When: anywhere; ; a request, the host may ignore it.
    void (*requestSetPlaybackPosition) (ARAPlaybackControllerHostRef controllerHostRef, ARATimePosition timePosition);

    // [any but render] Please set the loop range.
    // When: anywhere; ; a request, the host may ignore it.
    void (*requestSetCycleRange) (ARAPlaybackControllerHostRef controllerHostRef, ARATimePosition startTime, ARATimeDuration duration);

    // [any but render] Please switch looping.
    // When: anywhere; ; a request, the host may ignore it.
    void (*requestEnableCycle) (ARAPlaybackControllerHostRef controllerHostRef, ARABool enable);
};
constexpr ARASize kARAPlaybackControllerInterfaceMinSize = HARP_ARA_SIZE_UP_TO (ARAPlaybackControllerInterface, requestEnableCycle);

// What the host offers to one document controller: five interfaces, the last three optional (NULL).
struct ARADocumentControllerHostInstance
{
    ARASize structSize;
    ARAAudioAccessControllerHostRef audioAccessControllerHostRef;
    const ARAAudioAccessControllerInterface* audioAccessControllerInterface;
    ARAArchivingControllerHostRef archivingControllerHostRef;
    const ARAArchivingControllerInterface* archivingControllerInterface;
    ARAContentAccessControllerHostRef contentAccessControllerHostRef;
    const ARAContentAccessControllerInterface* contentAccessControllerInterface;
    ARAModelUpdateControllerHostRef modelUpdateControllerHostRef;
    const ARAModelUpdateControllerInterface* modelUpdateControllerInterface;
    ARAPlaybackControllerHostRef playbackControllerHostRef;
    const ARAPlaybackControllerInterface* playbackControllerInterface;
};
constexpr ARASize kARADocumentControllerHostInstanceMinSize =
    HARP_ARA_SIZE_UP_TO (ARADocumentControllerHostInstance, playbackControllerInterface);
