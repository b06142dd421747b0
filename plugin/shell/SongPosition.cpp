// SPDX-License-Identifier: GPL-3.0-or-later
#include "SongPosition.h"

#include <pluginterfaces/vst/ivstprocesscontext.h>

namespace harp::shell
{

using namespace Steinberg;

SongPosition::SongPosition (const Aggregated& shared, std::optional<core::Frame>& start)
    : identity (shared), blockStart (start)
{
}

bool SongPosition::wrap (FUnknown& component)
{
    void* found = nullptr;

    if (component.queryInterface (Vst::IAudioProcessor_iid, &found) != kResultOk || found == nullptr)
        return false;

    inner = static_cast<Vst::IAudioProcessor*> (found);
    inner->release();
    return true;
}

tresult SongPosition::setBusArrangements (Vst::SpeakerArrangement* inputs, int32 numInputs, Vst::SpeakerArrangement* outputs, int32 numOutputs)
{
    return inner->setBusArrangements (inputs, numInputs, outputs, numOutputs);
}

tresult SongPosition::getBusArrangement (Vst::BusDirection direction, int32 index, Vst::SpeakerArrangement& arrangement)
{
    return inner->getBusArrangement (direction, index, arrangement);
}

tresult SongPosition::canProcessSampleSize (int32 size) { return inner->canProcessSampleSize (size); }
uint32 SongPosition::getLatencySamples() { return inner->getLatencySamples(); }
tresult SongPosition::setupProcessing (Vst::ProcessSetup& setup) { return inner->setupProcessing (setup); }
tresult SongPosition::setProcessing (TBool on) { return inner->setProcessing (on); }
uint32 SongPosition::getTailSamples() { return inner->getTailSamples(); }

tresult SongPosition::process (Vst::ProcessData& data)
{
    if (data.processContext != nullptr)
        blockStart = data.processContext->projectTimeSamples;

    const auto result = inner->process (data);
    blockStart.reset();
    return result;
}

} // namespace harp::shell
