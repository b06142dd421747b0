// SPDX-License-Identifier: MIT
// What a plug-in provides for one document.
// Included by ARAInterface.h (and by a test with another namespace and packing): no include guard on purpose.

struct ARAFactory;

// Plug-in: everything about one document.
struct ARADocumentControllerInterface
{
    ARASize structSize;

    // [model] Ends the controller. The host has already destroyed every graph object; bound plug-in instances may still exist and
    // may be released before or after.
    // When: graph empty.
    void (*destroyDocumentController) (ARADocumentControllerRef controllerRef);

    // [model] Returns the very ARAFactory pointer that created this controller (hosts compare addresses).
    const ARAFactory* (*getFactory) (ARADocumentControllerRef controllerRef);

    // [model] Opens an edit cycle: stop or fence renderers that read the graph; queue own model changes. Never nested.
    // When: outside of edit cycles.
    void (*beginEditing) (ARADocumentControllerRef controllerRef);

    // [model] Closes the cycle: make the new state audible and consistent before returning, do postponed work, read host content,
    // start analysis. Notifications are only queued here, not sent.
    // When: inside an edit cycle.
    void (*endEditing) (ARADocumentControllerRef controllerRef);

    // [model] Host poll: the one place from which the plug-in may call ARAModelUpdateControllerInterface; flush queued
    // notifications and analysis progress.
    // When: outside of edit cycles, periodically (a host may also never call it).
    void (*notifyModelUpdates) (ARADocumentControllerRef controllerRef);

    // [model] (deprecated) ARA 1 way to open an edit cycle and restore. Superseded since 2_0_Final: keep a safe stub.
    // When: outside of edit cycles (ARA 1 hosts only).
    ARABool (*beginRestoringDocumentFromArchive) (ARADocumentControllerRef controllerRef, ARAArchiveReaderHostRef archiveReaderHostRef);

    // [model] (deprecated) ARA 1 counterpart that closes the cycle. Superseded since 2_0_Final: keep a safe stub.
    // When: inside an edit cycle (ARA 1 hosts only).
    ARABool (*endRestoringDocumentFromArchive) (ARADocumentControllerRef controllerRef, ARAArchiveReaderHostRef archiveReaderHostRef);

    // [model] (deprecated) ARA 1 whole-document store, same as storeObjectsToArchive without filter. Superseded since 2_0_Final.
    // When: outside of edit cycles (ARA 1 hosts only).
    ARABool (*storeDocumentToArchive) (ARADocumentControllerRef controllerRef, ARAArchiveWriterHostRef archiveWriterHostRef);

    // [model] New document name; full property set each time, strings copied.
    // When: inside an edit cycle.
    void (*updateDocumentProperties) (ARADocumentControllerRef controllerRef, const ARADocumentProperties* properties);

    // [model] Adds a musical context and returns its ref; implies its content is to be read.
    // When: inside an edit cycle.
    ARAMusicalContextRef (*createMusicalContext) (ARADocumentControllerRef controllerRef, ARAMusicalContextHostRef hostRef,
                                                  const ARAMusicalContextProperties* properties);

    // [model] New name, order index and colour; the plug-in works out what changed.
    // When: inside an edit cycle.
    void (*updateMusicalContextProperties) (ARADocumentControllerRef controllerRef, ARAMusicalContextRef musicalContextRef,
                                            const ARAMusicalContextProperties* properties);

    // [model] Tempo, signatures, tuning or chords of the context changed in a range (NULL = all); set flags say what did NOT
    // change; re-read through content access.
    // When: inside an edit cycle.
    void (*updateMusicalContextContent) (ARADocumentControllerRef controllerRef, ARAMusicalContextRef musicalContextRef,
                                         const ARAContentTimeRange* range, ARAContentUpdateFlags flags);

    // [model] Removes the context; no region sequence refers to it any more.
    // When: inside an edit cycle.
    void (*destroyMusicalContext) (ARADocumentControllerRef controllerRef, ARAMusicalContextRef musicalContextRef);

    // [model] Adds an audio source; sample access starts DISABLED; implies an initial content update (better read at endEditing,
    // restoring may follow).
    // When: inside an edit cycle.
    ARAAudioSourceRef (*createAudioSource) (ARADocumentControllerRef controllerRef, ARAAudioSourceHostRef hostRef,
                                            const ARAAudioSourceProperties* properties);

    // [model] New properties; sample count, rate and channel count change only while sample access is off (then old analysis may
    // be dropped); persistentID may change.
    // When: inside an edit cycle.
    void (*updateAudioSourceProperties) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                         const ARAAudioSourceProperties* properties);

    // [model] Samples or host-side content of the source changed; drop sample caches unless the signal-unchanged flag is set;
    // never answer with notifyAudioSourceContentChanged for the same change.
    // When: inside an edit cycle.
    void (*updateAudioSourceContent) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                      const ARAContentTimeRange* range, ARAContentUpdateFlags flags);

    // [model] Turns sample access on or off. Off: return only when every reader of this source is idle AND destroyed. On:
    // (re)create readers, restart analysis.
    // When: anywhere (inside or outside an edit cycle).
    void (*enableAudioSourceSamplesAccess) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef, ARABool enable);

    // [model] Source is only kept for undo (true) or back in use (false): cancel analysis, may free memory. Its modifications are
    // deactivated before it, reactivated after it.
    // When: inside an edit cycle.
    void (*deactivateAudioSourceForUndoHistory) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                                 ARABool deactivate);

    // [model] Removes the source; it has no modifications left. Access may still be enabled: stop and destroy the readers here.
    // When: inside an edit cycle.
    void (*destroyAudioSource) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef);

    // [model] Adds a modification (an edit state) to a source.
    // When: inside an edit cycle.
    ARAAudioModificationRef (*createAudioModification) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                                        ARAAudioModificationHostRef hostRef,
                                                        const ARAAudioModificationProperties* properties);

    // [model] Adds a modification on the same source that starts as a copy of another one's state, with own properties.
    // When: inside an edit cycle.
    ARAAudioModificationRef (*cloneAudioModification) (ARADocumentControllerRef controllerRef, ARAAudioModificationRef audioModificationRef,
                                                       ARAAudioModificationHostRef hostRef,
                                                       const ARAAudioModificationProperties* properties);

    // [model] New name or persistent ID.
    // When: inside an edit cycle.
    void (*updateAudioModificationProperties) (ARADocumentControllerRef controllerRef, ARAAudioModificationRef audioModificationRef,
                                               const ARAAudioModificationProperties* properties);

    // [model] Modification is only kept for undo, its regions are gone already; or back in use.
    // When: inside an edit cycle.
    void (*deactivateAudioModificationForUndoHistory) (ARADocumentControllerRef controllerRef, ARAAudioModificationRef audioModificationRef,
                                                       ARABool deactivate);

    // [model] Removes the modification; it has no playback regions left.
    // When: inside an edit cycle.
    void (*destroyAudioModification) (ARADocumentControllerRef controllerRef, ARAAudioModificationRef audioModificationRef);

    // [model] Adds a region: a time window of a modification mapped to song time, on a region sequence. Durations may be 0.
    // When: inside an edit cycle.
    ARAPlaybackRegionRef (*createPlaybackRegion) (ARADocumentControllerRef controllerRef, ARAAudioModificationRef audioModificationRef,
                                                  ARAPlaybackRegionHostRef hostRef, const ARAPlaybackRegionProperties* properties);

    // [model] Moves, trims, stretches, renames or re-tracks a region; the sequence can change.
    // When: inside an edit cycle.
    void (*updatePlaybackRegionProperties) (ARADocumentControllerRef controllerRef, ARAPlaybackRegionRef playbackRegionRef,
                                            const ARAPlaybackRegionProperties* properties);

    // [model] Removes the region; renderers have let go of it already; a view selection may still name it: drop it there.
    // When: inside an edit cycle.
    void (*destroyPlaybackRegion) (ARADocumentControllerRef controllerRef, ARAPlaybackRegionRef playbackRegionRef);

    // [model] Can this content type be read from the source right now? (any content type value may be asked)
    // When: anywhere (a series of content calls is not interleaved with other calls).
    ARABool (*isAudioSourceContentAvailable) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                              ARAContentType contentType);

    // [model] True while a wanted analysis of that type is not finished; must become false after cancel or failure too, and hosts
    // spin on it with notifyModelUpdates.
    // When: anywhere; only types in analyzeableContentTypes.
    ARABool (*isAudioSourceContentAnalysisIncomplete) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                                       ARAContentType contentType);

    // [model] Start (or queue until access is on and editing over) the analysis of these types; array valid only during the call.
    // When: anywhere; non-empty subset of analyzeableContentTypes.
    void (*requestAudioSourceContentAnalysis) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                               ARASize contentTypesCount, const ARAContentType contentTypes[]);

    // [model] How trustworthy that content is (initial, detected, adjusted, approved).
    // When: anywhere, when available.
    ARAContentGrade (*getAudioSourceContentGrade) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                                   ARAContentType contentType);

    // [model] Opens an event iterator on the source; the range is a hint; never NULL when available.
    // When: anywhere, after availability was confirmed.
    ARAContentReaderRef (*createAudioSourceContentReader) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                                           ARAContentType contentType, const ARAContentTimeRange* range);

    // [model] As for sources, at modification level.
    ARABool (*isAudioModificationContentAvailable) (ARADocumentControllerRef controllerRef, ARAAudioModificationRef audioModificationRef,
                                                    ARAContentType contentType);

    // [model] As for sources, at modification level.
    // When: anywhere, when available.
    ARAContentGrade (*getAudioModificationContentGrade) (ARADocumentControllerRef controllerRef,
                                                         ARAAudioModificationRef audioModificationRef, ARAContentType contentType);

    // [model] Iterator in modification time.
    // When: anywhere, after availability was confirmed.
    ARAContentReaderRef (*createAudioModificationContentReader) (ARADocumentControllerRef controllerRef,
                                                                 ARAAudioModificationRef audioModificationRef, ARAContentType contentType,
                                                                 const ARAContentTimeRange* range);

    // [model] As for sources, at region level.
    ARABool (*isPlaybackRegionContentAvailable) (ARADocumentControllerRef controllerRef, ARAPlaybackRegionRef playbackRegionRef,
                                                 ARAContentType contentType);

    // [model] As for sources, at region level.
    // When: anywhere, when available.
    ARAContentGrade (*getPlaybackRegionContentGrade) (ARADocumentControllerRef controllerRef, ARAPlaybackRegionRef playbackRegionRef,
                                                      ARAContentType contentType);

    // [model] Iterator whose range and event times are in playback (song) time, head and tail included.
    // When: anywhere, after availability was confirmed.
    ARAContentReaderRef (*createPlaybackRegionContentReader) (ARADocumentControllerRef controllerRef,
                                                              ARAPlaybackRegionRef playbackRegionRef, ARAContentType contentType,
                                                              const ARAContentTimeRange* range);

    // [model] Number of events of an open reader.
    // When: reader open.
    ARAInt32 (*getContentReaderEventCount) (ARADocumentControllerRef controllerRef, ARAContentReaderRef contentReaderRef);

    // [model] Pointer to one event struct, valid until the next such call on the reader or its destruction; 0 <= index < count;
    // any order.
    // When: reader open.
    const void* (*getContentReaderDataForEvent) (ARADocumentControllerRef controllerRef, ARAContentReaderRef contentReaderRef,
                                                 ARAInt32 eventIndex);

    // [model] Closes the iterator.
    // When: reader open; before any model edit.
    void (*destroyContentReader) (ARADocumentControllerRef controllerRef, ARAContentReaderRef contentReaderRef);

    // [model] (since 2.0 Draft) Adds a region sequence (track or lane) bound to a musical context.
    // When: inside an edit cycle.
    ARARegionSequenceRef (*createRegionSequence) (ARADocumentControllerRef controllerRef, ARARegionSequenceHostRef hostRef,
                                                  const ARARegionSequenceProperties* properties);

    // [model] (since 2.0 Draft) New name, order, colour or musical context.
    // When: inside an edit cycle.
    void (*updateRegionSequenceProperties) (ARADocumentControllerRef controllerRef, ARARegionSequenceRef regionSequenceRef,
                                            const ARARegionSequenceProperties* properties);

    // [model] (since 2.0 Draft) Removes the sequence; no region refers to it and no editor renderer holds it.
    // When: inside an edit cycle.
    void (*destroyRegionSequence) (ARADocumentControllerRef controllerRef, ARARegionSequenceRef regionSequenceRef);

    // [model, render] (since 2.0 Draft) Seconds of sound before and after the region borders (both >= 0, both pointers non-NULL).
    // Must be cheap and realtime-safe.
    // When: anywhere (values settle once endEditing has returned).
    void (*getPlaybackRegionHeadAndTailTime) (ARADocumentControllerRef controllerRef, ARAPlaybackRegionRef playbackRegionRef,
                                              ARATimeDuration* headTime, ARATimeDuration* tailTime);

    // [model] (since 2.0 Final) Reads an archive and gives its states to the graph objects with matching (mapped) persistent IDs;
    // unknown or unwanted states are skipped; may be called several times per cycle; false only when reading or decoding failed.
    // When: inside an edit cycle.
    ARABool (*restoreObjectsFromArchive) (ARADocumentControllerRef controllerRef, ARAArchiveReaderHostRef archiveReaderHostRef,
                                          const ARARestoreObjectsFilter* filter);

    // [model] (since 2.0 Final) Writes document data and the listed (NULL filter: all) source and modification states; false only
    // when writing failed.
    // When: outside of edit cycles.
    ARABool (*storeObjectsToArchive) (ARADocumentControllerRef controllerRef, ARAArchiveWriterHostRef archiveWriterHostRef,
                                      const ARAStoreObjectsFilter* filter);

    // [model] (since 2.0 Final) Number of selectable algorithms; 0 = no such feature, and the next three are then never called.
    ARAInt32 (*getProcessingAlgorithmsCount) (ARADocumentControllerRef controllerRef);

    // [model] (since 2.0 Final) ID and name of one algorithm; pointers live as long as the controller; order and IDs are fixed
    // per plug-in version.
    // When: anywhere, 0 <= index < count.
    const ARAProcessingAlgorithmProperties* (*getProcessingAlgorithmProperties) (ARADocumentControllerRef controllerRef,
                                                                                 ARAInt32 algorithmIndex);

    // [model] (since 2.0 Final) Index in use for the source (reliable only when its analysis is complete).
    ARAInt32 (*getProcessingAlgorithmForAudioSource) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef);

    // [model] (since 2.0 Final) Ask to use an algorithm for coming analyses; the plug-in may decline.
    // When: inside an edit cycle.
    void (*requestProcessingAlgorithmForAudioSource) (ARADocumentControllerRef controllerRef, ARAAudioSourceRef audioSourceRef,
                                                      ARAInt32 algorithmIndex);

    // [model] (since 2.0 Final) May these analyses and transformations be used? Optionally run a modal dialog first. Answer true
    // when there is no licence scheme.
    // When: anywhere; types within analyzeableContentTypes (count 0 = NULL), flags within the supported ones.
    ARABool (*isLicensedForCapabilities) (ARADocumentControllerRef controllerRef, ARABool runModalActivationDialogIfNeeded,
                                          ARASize contentTypesCount, const ARAContentType contentTypes[],
                                          ARAPlaybackTransformationFlags transformationFlags);

    // [model] (since 2.0 Final) Writes one source state in a compact, long-lived format; returns which archive ID was used
    // (address of one of the factory's own strings) and whether to auto-open.
    // When: outside of edit cycles; only if ARAFactory.supportsStoringAudioFileChunks.
    ARABool (*storeAudioSourceToAudioFileChunk) (ARADocumentControllerRef controllerRef, ARAArchiveWriterHostRef archiveWriterHostRef,
                                                 ARAAudioSourceRef audioSourceRef, ARAPersistentID* documentArchiveID,
                                                 ARABool* openAutomatically);

    // [model] (since 2.0 Final) True when rendering the modification would leave the source signal as it is; saying false when
    // unsure is allowed.
    ARABool (*isAudioModificationPreservingAudioSourceSignal) (ARADocumentControllerRef controllerRef,
                                                               ARAAudioModificationRef audioModificationRef);
};
constexpr ARASize kARADocumentControllerInterfaceMinSize = HARP_ARA_SIZE_UP_TO (ARADocumentControllerInterface, destroyContentReader);

// A document controller: reference and interface.
struct ARADocumentControllerInstance
{
    ARASize structSize;
    ARADocumentControllerRef documentControllerRef;
    const ARADocumentControllerInterface* documentControllerInterface;
};
constexpr ARASize kARADocumentControllerInstanceMinSize = HARP_ARA_SIZE_UP_TO (ARADocumentControllerInstance, documentControllerInterface);
