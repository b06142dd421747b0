// SPDX-License-Identifier: MIT
// What a plug-in provides besides documents: roles of an instance, and the factory.
// Included by ARAInterface.h (and by a test with another namespace and packing): no include guard on purpose.

// Plug-in role: an instance that plays regions.
struct ARAPlaybackRendererInterface
{
    ARASize structSize;

    // [model] This instance now plays the region (several allowed, overlaps sum). Each region at most once per renderer.
    // When: instance not in render state (VST3: inactive); inside or outside an edit cycle.
    void (*addPlaybackRegion) (ARAPlaybackRendererRef playbackRendererRef, ARAPlaybackRegionRef playbackRegionRef);

    // [model] This instance no longer plays the region.
    // When: instance not in render state; region was added; not mandatory before instance destruction.
    void (*removePlaybackRegion) (ARAPlaybackRendererRef playbackRendererRef, ARAPlaybackRegionRef playbackRegionRef);
};
constexpr ARASize kARAPlaybackRendererInterfaceMinSize = HARP_ARA_SIZE_UP_TO (ARAPlaybackRendererInterface, removePlaybackRegion);

// Plug-in role: an instance that previews edits.
struct ARAEditorRendererInterface
{
    ARASize structSize;

    // [model] Instance previews edits of the region. An empty body is fine without previews.
    // When: anywhere, also while rendering; regions and sequences are not mixed on one instance.
    void (*addPlaybackRegion) (ARAEditorRendererRef editorRendererRef, ARAPlaybackRegionRef playbackRegionRef);

    // [model] Undoes addPlaybackRegion.
    // When: anywhere, also while rendering.
    void (*removePlaybackRegion) (ARAEditorRendererRef editorRendererRef, ARAPlaybackRegionRef playbackRegionRef);

    // [model] Instance previews all regions of the sequence.
    // When: anywhere, also while rendering; not mixed with single regions.
    void (*addRegionSequence) (ARAEditorRendererRef editorRendererRef, ARARegionSequenceRef regionSequenceRef);

    // [model] Undoes addRegionSequence.
    // When: anywhere, also while rendering.
    void (*removeRegionSequence) (ARAEditorRendererRef editorRendererRef, ARARegionSequenceRef regionSequenceRef);
};
constexpr ARASize kARAEditorRendererInterfaceMinSize = HARP_ARA_SIZE_UP_TO (ARAEditorRendererInterface, removeRegionSequence);

// Plug-in role: an instance whose view follows the selection.
struct ARAEditorViewInterface
{
    ARASize structSize;

    // [model] Host selection changed: regions, sequences (most relevant first) and an optional time range; replaces the previous
    // one; may be empty; data valid only during the call.
    // When: anywhere, also inside an edit cycle; normally only while the view is open.
    void (*notifySelection) (ARAEditorViewRef editorViewRef, const ARAViewSelection* selection);

    // [model] These sequences are hidden in the host, all others are visible (count 0, NULL = none hidden).
    void (*notifyHideRegionSequences) (ARAEditorViewRef editorViewRef, ARASize regionSequenceRefsCount,
                                       const ARARegionSequenceRef regionSequenceRefs[]);
};
constexpr ARASize kARAEditorViewInterfaceMinSize = HARP_ARA_SIZE_UP_TO (ARAEditorViewInterface, notifyHideRegionSequences);

// Left over from ARA 1; always NULL today.
struct ARAPlugInExtensionInterface
{
    ARASize structSize;

    // [model] ARA 1 only: the one region of this instance (all roles).
    // When: ARA 1.
    void (*setPlaybackRegion) (ARAPlugInExtensionRef plugInExtensionRef, ARAPlaybackRegionRef playbackRegionRef);

    // [model] ARA 1 only: drops that region.
    // When: ARA 1.
    void (*removePlaybackRegion) (ARAPlugInExtensionRef plugInExtensionRef, ARAPlaybackRegionRef playbackRegionRef);
};
constexpr ARASize kARAPlugInExtensionInterfaceMinSize = HARP_ARA_SIZE_UP_TO (ARAPlugInExtensionInterface, removePlaybackRegion);

// What binding an effect instance returns: an interface per role that was assigned, NULL for the others.
struct ARAPlugInExtensionInstance
{
    ARASize structSize;
    ARAPlugInExtensionRef plugInExtensionRef;  // ARA 1 left-over, NULL; deprecated
    const ARAPlugInExtensionInterface* plugInExtensionInterface;  // ARA 1 left-over, NULL; deprecated
    ARAPlaybackRendererRef playbackRendererRef;  // since 2.0 Draft
    const ARAPlaybackRendererInterface* playbackRendererInterface;  // since 2.0 Draft
    ARAEditorRendererRef editorRendererRef;  // since 2.0 Draft
    const ARAEditorRendererInterface* editorRendererInterface;  // since 2.0 Draft
    ARAEditorViewRef editorViewRef;  // since 2.0 Draft
    const ARAEditorViewInterface* editorViewInterface;  // since 2.0 Draft
};
constexpr ARASize kARAPlugInExtensionInstanceMinSize = HARP_ARA_SIZE_UP_TO (ARAPlugInExtensionInstance, plugInExtensionInterface);

// What the host settles when it initialises ARA.
struct ARAInterfaceConfiguration
{
    ARASize structSize;
    ARAAPIGeneration desiredApiGeneration;
    ARAAssertFunction* assertFunctionAddress;  // address of a function pointer; may be NULL and may point to NULL
};
constexpr ARASize kARAInterfaceConfigurationMinSize = HARP_ARA_SIZE_UP_TO (ARAInterfaceConfiguration, assertFunctionAddress);

// The entry to everything: who the plug-in is, what it can do, how a document is made.
struct ARAFactory
{
    ARASize structSize;
    ARAAPIGeneration lowestSupportedApiGeneration;
    ARAAPIGeneration highestSupportedApiGeneration;
    ARAPersistentID factoryID;  // globally unique reverse-domain ASCII, more than 5 characters; changes with every capability or archive change

    // [model] Starts ARA for the binary: fixes the API generation (host picks one in [lowest, highest]) and hands over the
    // address of the shared assert function pointer (may point to NULL; a debug plug-in may store its own function there). Copy
    // what is needed, the struct dies with the call.
    void (*initializeARAWithConfiguration) (const ARAInterfaceConfiguration* config);

    // [model] Ends ARA for the binary and forgets the assert pointer.
    void (*uninitializeARA) (void);

    ARAUtf8String plugInName;  // non-empty; VST3: equals the audio effect class name
    ARAUtf8String manufacturerName;
    ARAUtf8String informationURL;
    ARAUtf8String version;

    // [the thread that becomes the model thread] Makes a controller plus its (empty) document. The returned instance and
    // interface stay valid until destroyDocumentController; the host instance struct and its interfaces outlive the controller;
    // the properties do not outlive the call.
    const ARADocumentControllerInstance* (*createDocumentControllerWithDocument) (const ARADocumentControllerHostInstance* hostInstance,
                                                                                  const ARADocumentProperties* properties);

    ARAPersistentID documentArchiveID;  // globally unique ASCII, more than 5 characters; changes when older versions can no longer read the format
    ARASize compatibleDocumentArchiveIDsCount;
    const ARAPersistentID* compatibleDocumentArchiveIDs;  // other IDs that can be restored, preferred first; NULL exactly when the count is 0
    ARASize analyzeableContentTypesCount;
    const ARAContentType* analyzeableContentTypes;  // NULL exactly when the count is 0
    ARAPlaybackTransformationFlags supportedPlaybackTransformationFlags;  // content-based fades: both ends or neither
    ARABool supportsStoringAudioFileChunks;  // since 2.0 Final
};
constexpr ARASize kARAFactoryMinSize = HARP_ARA_SIZE_UP_TO (ARAFactory, supportedPlaybackTransformationFlags);
