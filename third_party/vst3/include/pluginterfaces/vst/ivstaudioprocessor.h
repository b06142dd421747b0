// SPDX-License-Identifier: MIT
// Audio in blocks. Everything is [main] except `process` and `setProcessing`, which are [audio].
#pragma once

#include "pluginterfaces/vst/ivstcomponent.h"
#include "pluginterfaces/vst/ivstprocesscontext.h"

#ifndef kVstAudioEffectClass
 #define kVstAudioEffectClass "Audio Module Class"
#endif

namespace Steinberg::Vst
{

class IEventList;
class IParameterChanges;

enum SymbolicSampleSizes
{
    kSample32,
    kSample64
};

enum ProcessModes
{
    kRealtime,
    kPrefetch,
    kOffline
};

struct ProcessSetup
{
    int32 processMode;
    int32 symbolicSampleSize;
    int32 maxSamplesPerBlock;
    SampleRate sampleRate;
};

struct AudioBusBuffers
{
    int32 numChannels = 0;
    uint64 silenceFlags = 0;

    union
    {
        Sample32** channelBuffers32;
        Sample64** channelBuffers64 = nullptr;
    };
};

struct ProcessData
{
    int32 processMode = 0;
    int32 symbolicSampleSize = kSample32;
    int32 numSamples = 0;
    int32 numInputs = 0;
    int32 numOutputs = 0;
    AudioBusBuffers* inputs = nullptr;
    AudioBusBuffers* outputs = nullptr;
    IParameterChanges* inputParameterChanges = nullptr;
    IParameterChanges* outputParameterChanges = nullptr;
    IEventList* inputEvents = nullptr;
    IEventList* outputEvents = nullptr;
    ProcessContext* processContext = nullptr;
};

class IAudioProcessor : public FUnknown
{
public:
    virtual tresult PLUGIN_API setBusArrangements (SpeakerArrangement* inputs, int32 numInputs,
                                                   SpeakerArrangement* outputs, int32 numOutputs) = 0;
    virtual tresult PLUGIN_API getBusArrangement (BusDirection direction, int32 index, SpeakerArrangement& arrangement) = 0;
    virtual tresult PLUGIN_API canProcessSampleSize (int32 symbolicSampleSize) = 0;
    virtual uint32 PLUGIN_API getLatencySamples() = 0;
    virtual tresult PLUGIN_API setupProcessing (ProcessSetup& setup) = 0;
    virtual tresult PLUGIN_API setProcessing (TBool state) = 0;
    virtual tresult PLUGIN_API process (ProcessData& data) = 0;
    virtual uint32 PLUGIN_API getTailSamples() = 0;

protected:
    ~IAudioProcessor() = default;
};

class IProcessContextRequirements : public FUnknown
{
public:
    virtual uint32 PLUGIN_API getProcessContextRequirements() = 0;

protected:
    ~IProcessContextRequirements() = default;
};

DECLARE_CLASS_IID (IAudioProcessor, 0x42043F99, 0xB7DA453C, 0xA569E79D, 0x9AAEC33D)
DECLARE_CLASS_IID (IProcessContextRequirements, 0x2A654303, 0xEF764E3D, 0x95B5FE83, 0x730EF6D0)

} // namespace Steinberg::Vst
