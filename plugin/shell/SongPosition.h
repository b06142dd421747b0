// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in front of JUCE's IAudioProcessor and notes where in the song a block begins: JUCE's play head reports the time
// before the song's zero as zero, and a host plays that time in a pre-roll, or because the song begins there.
//
// process: [audio]. wrap: [any], once, before any other call. The rest goes to JUCE on the thread that calls.
#pragma once

#include "Aggregated.h"

#include <core/Span.h>
#include <pluginterfaces/vst/ivstaudioprocessor.h>

#include <optional>

namespace harp::shell
{

class SongPosition final : public Steinberg::Vst::IAudioProcessor
{
public:
    // `blockStart` is set while JUCE processes a block, and empty otherwise. It outlives this.
    SongPosition (const Aggregated&, std::optional<core::Frame>& blockStart);
    virtual ~SongPosition() = default;

    // Finds JUCE's own interface. False when the component has none; then nothing of this may be called.
    bool wrap (Steinberg::FUnknown& component);
    bool hasWrapped() const noexcept { return inner != nullptr; }

    Steinberg::tresult PLUGIN_API queryInterface (const Steinberg::TUID id, void** object) override { return identity.queryOuter (id, object); }
    Steinberg::uint32 PLUGIN_API addRef() override { return identity.addOuterRef(); }
    Steinberg::uint32 PLUGIN_API release() override { return identity.releaseOuter(); }

    Steinberg::tresult PLUGIN_API setBusArrangements (Steinberg::Vst::SpeakerArrangement* inputs, Steinberg::int32 numInputs,
                                                      Steinberg::Vst::SpeakerArrangement* outputs, Steinberg::int32 numOutputs) override;
    Steinberg::tresult PLUGIN_API getBusArrangement (Steinberg::Vst::BusDirection, Steinberg::int32 index, Steinberg::Vst::SpeakerArrangement&) override;
    Steinberg::tresult PLUGIN_API canProcessSampleSize (Steinberg::int32) override;
    Steinberg::uint32 PLUGIN_API getLatencySamples() override;
    Steinberg::tresult PLUGIN_API setupProcessing (Steinberg::Vst::ProcessSetup&) override;
    Steinberg::tresult PLUGIN_API setProcessing (Steinberg::TBool) override;
    Steinberg::tresult PLUGIN_API process (Steinberg::Vst::ProcessData&) override;
    Steinberg::uint32 PLUGIN_API getTailSamples() override;

private:
    const Aggregated& identity;
    std::optional<core::Frame>& blockStart;
    Steinberg::Vst::IAudioProcessor* inner = nullptr; // weak: the component is JUCE's object
};

} // namespace harp::shell
