// SPDX-License-Identifier: MIT
// Compiled twice, against either copy of the VST3 headers; nothing here may name what only one of them has.
#include "Vst3Facts.h"

#include <ARA_API/ARAVST3.h>
#include <pluginterfaces/base/ibstream.h>
#include <pluginterfaces/base/ipluginbase.h>
#include <pluginterfaces/gui/iplugview.h>
#include <pluginterfaces/vst/ivstaudioprocessor.h>
#include <pluginterfaces/vst/ivsteditcontroller.h>
#include <pluginterfaces/vst/ivsthostapplication.h>
#include <pluginterfaces/vst/ivstmessage.h>
#include <pluginterfaces/vst/ivstprocesscontext.h>
#include <pslextensions/ipslviewembedding.h>

#include <cstddef>
#include <cstring>

#if defined(__clang__) || defined(__GNUC__)
 #pragma GCC diagnostic ignored "-Winvalid-offsetof"
#endif

namespace
{

// The slot of a virtual function: what a pointer to it holds under the Itanium rules (on ARM the lowest bit is elsewhere).
template <typename Function>
long long slotOf (Function function)
{
    long long words[2] {};
    static_assert (sizeof (function) == sizeof (words));
    std::memcpy (words, &function, sizeof (words));
    return words[0];
}

std::vector<long long> bytesOf (const Steinberg::TUID& id) { return { id, id + 16 }; }

using namespace Steinberg;
using namespace Steinberg::Vst;
using Presonus::IPlugInViewEmbedding;

#define HARP_SLOTS(Class, ...) \
    void slotsOf##Class (Vst3Facts& facts) { using C = Class; facts["slots of " #Class] = { __VA_ARGS__ }; }

HARP_SLOTS (FUnknown, slotOf (&C::queryInterface), slotOf (&C::addRef), slotOf (&C::release))
HARP_SLOTS (IPluginBase, slotOf (&C::initialize), slotOf (&C::terminate))
HARP_SLOTS (IPluginFactory2, slotOf (&C::getFactoryInfo), slotOf (&C::countClasses), slotOf (&C::getClassInfo), slotOf (&C::createInstance),
            slotOf (&C::getClassInfo2))
HARP_SLOTS (IBStream, slotOf (&C::read), slotOf (&C::write), slotOf (&C::seek), slotOf (&C::tell))
HARP_SLOTS (IComponent, slotOf (&C::initialize), slotOf (&C::getControllerClassId), slotOf (&C::setIoMode), slotOf (&C::getBusCount),
            slotOf (&C::getBusInfo), slotOf (&C::getRoutingInfo), slotOf (&C::activateBus), slotOf (&C::setActive), slotOf (&C::setState),
            slotOf (&C::getState))
HARP_SLOTS (IAudioProcessor, slotOf (&C::setBusArrangements), slotOf (&C::getBusArrangement), slotOf (&C::canProcessSampleSize),
            slotOf (&C::getLatencySamples), slotOf (&C::setupProcessing), slotOf (&C::setProcessing), slotOf (&C::process),
            slotOf (&C::getTailSamples))
HARP_SLOTS (IProcessContextRequirements, slotOf (&C::getProcessContextRequirements))
HARP_SLOTS (IEditController, slotOf (&C::setComponentState), slotOf (&C::setState), slotOf (&C::getState), slotOf (&C::getParameterCount),
            slotOf (&C::getParameterInfo), slotOf (&C::getParamStringByValue), slotOf (&C::getParamValueByString),
            slotOf (&C::normalizedParamToPlain), slotOf (&C::plainParamToNormalized), slotOf (&C::getParamNormalized),
            slotOf (&C::setParamNormalized), slotOf (&C::setComponentHandler), slotOf (&C::createView))
HARP_SLOTS (IComponentHandler, slotOf (&C::beginEdit), slotOf (&C::performEdit), slotOf (&C::endEdit), slotOf (&C::restartComponent))
HARP_SLOTS (IAttributeList, slotOf (&C::setInt), slotOf (&C::getInt), slotOf (&C::setFloat), slotOf (&C::getFloat), slotOf (&C::setString),
            slotOf (&C::getString), slotOf (&C::setBinary), slotOf (&C::getBinary))
HARP_SLOTS (IMessage, slotOf (&C::getMessageID), slotOf (&C::setMessageID), slotOf (&C::getAttributes))
HARP_SLOTS (IConnectionPoint, slotOf (&C::connect), slotOf (&C::disconnect), slotOf (&C::notify))
HARP_SLOTS (IHostApplication, slotOf (&C::getName), slotOf (&C::createInstance))
HARP_SLOTS (IPlugView, slotOf (&C::isPlatformTypeSupported), slotOf (&C::attached), slotOf (&C::removed), slotOf (&C::onWheel),
            slotOf (&C::onKeyDown), slotOf (&C::onKeyUp), slotOf (&C::getSize), slotOf (&C::onSize), slotOf (&C::onFocus),
            slotOf (&C::setFrame), slotOf (&C::canResize), slotOf (&C::checkSizeConstraint))
HARP_SLOTS (IPlugFrame, slotOf (&C::resizeView))
HARP_SLOTS (IPlugInViewEmbedding, slotOf (&C::isViewEmbeddingSupported), slotOf (&C::setViewIsEmbedded))

#define HARP_SIZE(Type) facts["size of " #Type] = { static_cast<long long> (sizeof (Type)) };
#define HARP_OFFSET(Type, member) facts["offset of " #Type "::" #member] = { static_cast<long long> (offsetof (Type, member)), static_cast<long long> (sizeof (Type::member)) };
#define HARP_ID(Class) facts["id of " #Class] = bytesOf (Class##_iid);
#define HARP_VALUE(value) facts["value of " #value] = { static_cast<long long> (value) };

void addIds (Vst3Facts& facts)
{
    HARP_ID (FUnknown) HARP_ID (IPluginBase) HARP_ID (IPluginFactory) HARP_ID (IPluginFactory2) HARP_ID (IBStream) HARP_ID (IComponent)
    HARP_ID (IAudioProcessor) HARP_ID (IProcessContextRequirements) HARP_ID (IEditController) HARP_ID (IComponentHandler)
    HARP_ID (IAttributeList) HARP_ID (IMessage) HARP_ID (IConnectionPoint) HARP_ID (IHostApplication) HARP_ID (IPlugView) HARP_ID (IPlugFrame)
    HARP_ID (Presonus::IPlugInViewEmbedding) HARP_ID (ARA::IMainFactory) HARP_ID (ARA::IPlugInEntryPoint)
    HARP_ID (ARA::IPlugInEntryPoint2)
}

void addStructs (Vst3Facts& facts)
{
    HARP_SIZE (PFactoryInfo) HARP_OFFSET (PFactoryInfo, url) HARP_OFFSET (PFactoryInfo, email) HARP_OFFSET (PFactoryInfo, flags)
    HARP_SIZE (PClassInfo) HARP_OFFSET (PClassInfo, cid) HARP_OFFSET (PClassInfo, cardinality) HARP_OFFSET (PClassInfo, category)
    HARP_OFFSET (PClassInfo, name) HARP_SIZE (PClassInfo2) HARP_OFFSET (PClassInfo2, name) HARP_OFFSET (PClassInfo2, classFlags)
    HARP_OFFSET (PClassInfo2, subCategories) HARP_OFFSET (PClassInfo2, vendor) HARP_OFFSET (PClassInfo2, version)
    HARP_OFFSET (PClassInfo2, sdkVersion) HARP_SIZE (BusInfo) HARP_OFFSET (BusInfo, channelCount) HARP_OFFSET (BusInfo, name)
    HARP_OFFSET (BusInfo, busType) HARP_OFFSET (BusInfo, flags) HARP_SIZE (RoutingInfo) HARP_SIZE (ProcessSetup)
    HARP_OFFSET (ProcessSetup, maxSamplesPerBlock) HARP_OFFSET (ProcessSetup, sampleRate) HARP_SIZE (AudioBusBuffers)
    HARP_OFFSET (AudioBusBuffers, silenceFlags) HARP_OFFSET (AudioBusBuffers, channelBuffers32) HARP_SIZE (ProcessData)
    HARP_OFFSET (ProcessData, numSamples) HARP_OFFSET (ProcessData, inputs) HARP_OFFSET (ProcessData, outputs)
    HARP_OFFSET (ProcessData, inputParameterChanges) HARP_OFFSET (ProcessData, outputEvents) HARP_OFFSET (ProcessData, processContext)
    HARP_SIZE (ProcessContext) HARP_OFFSET (ProcessContext, sampleRate) HARP_OFFSET (ProcessContext, projectTimeSamples)
    HARP_OFFSET (ProcessContext, continousTimeSamples) HARP_OFFSET (ProcessContext, projectTimeMusic) HARP_OFFSET (ProcessContext, tempo)
    HARP_OFFSET (ProcessContext, timeSigNumerator) HARP_OFFSET (ProcessContext, frameRate) HARP_OFFSET (ProcessContext, samplesToNextClock)
    HARP_SIZE (ParameterInfo) HARP_OFFSET (ParameterInfo, stepCount) HARP_OFFSET (ParameterInfo, flags) HARP_SIZE (ViewRect)
    HARP_OFFSET (ViewRect, bottom) HARP_SIZE (FrameRate) HARP_SIZE (Chord) HARP_SIZE (tresult) HARP_SIZE (TBool) HARP_SIZE (int64) HARP_SIZE (char16)
}

void addValues (Vst3Facts& facts)
{
    HARP_VALUE (kNoInterface) HARP_VALUE (kResultOk) HARP_VALUE (kResultTrue) HARP_VALUE (kResultFalse) HARP_VALUE (kInvalidArgument)
    HARP_VALUE (kNotImplemented) HARP_VALUE (kInternalError) HARP_VALUE (kNotInitialized) HARP_VALUE (kOutOfMemory)
    HARP_VALUE (SpeakerArr::kMono) HARP_VALUE (SpeakerArr::kStereo) HARP_VALUE (SpeakerArr::kEmpty) HARP_VALUE (kAudio) HARP_VALUE (kEvent)
    HARP_VALUE (kInput) HARP_VALUE (kOutput) HARP_VALUE (kRealtime) HARP_VALUE (kOffline) HARP_VALUE (kSample32) HARP_VALUE (kSample64)
    HARP_VALUE (ProcessContext::kPlaying) HARP_VALUE (ProcessContext::kTempoValid) HARP_VALUE (ProcessContext::kTimeSigValid)
    HARP_VALUE (ProcessContext::kProjectTimeMusicValid) HARP_VALUE (ProcessContext::kContTimeValid) HARP_VALUE (ProcessContext::kCycleActive)
    HARP_VALUE (PClassInfo::kManyInstances) HARP_VALUE (IBStream::kIBSeekSet) HARP_VALUE (IBStream::kIBSeekEnd)

    const auto text = [&] (const char* name, const char* value) { facts[name] = { value, value + std::strlen (value) }; };
    text ("effect category", kVstAudioEffectClass);
    text ("controller category", kVstComponentControllerClass);
    text ("ARA category", kARAMainFactoryClass);
    text ("X11 view", kPlatformTypeX11EmbedWindowID);
    text ("Windows view", kPlatformTypeHWND);
    text ("macOS view", kPlatformTypeNSView);
}

} // namespace

Vst3Facts HARP_VST3_FACTS()
{
    Vst3Facts facts;
    addIds (facts);
    addStructs (facts);
    addValues (facts);
    slotsOfFUnknown (facts);
    slotsOfIPluginBase (facts);
    slotsOfIPluginFactory2 (facts);
    slotsOfIBStream (facts);
    slotsOfIComponent (facts);
    slotsOfIAudioProcessor (facts);
    slotsOfIProcessContextRequirements (facts);
    slotsOfIEditController (facts);
    slotsOfIComponentHandler (facts);
    slotsOfIAttributeList (facts);
    slotsOfIMessage (facts);
    slotsOfIConnectionPoint (facts);
    slotsOfIHostApplication (facts);
    slotsOfIPlugView (facts);
    slotsOfIPlugFrame (facts);
    slotsOfIPlugInViewEmbedding (facts);
#if defined(__linux__)
    using namespace Linux;
    HARP_ID (IEventHandler) HARP_ID (ITimerHandler) HARP_ID (IRunLoop)
    facts["slots of IRunLoop"] = { slotOf (&IRunLoop::registerEventHandler), slotOf (&IRunLoop::unregisterEventHandler),
                                   slotOf (&IRunLoop::registerTimer), slotOf (&IRunLoop::unregisterTimer) };
#endif
    return facts;
}
