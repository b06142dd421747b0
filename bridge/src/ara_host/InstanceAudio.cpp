// SPDX-License-Identifier: MIT
// The part of Instance that makes sound.
#include "HostError.h"
#include "Instance.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

namespace harp::host
{

using namespace Steinberg;

namespace
{

Vst::SpeakerArrangement arrangementOf (int channels)
{
    if (channels == 1)
        return Vst::SpeakerArr::kMono;

    if (channels == 2)
        return Vst::SpeakerArr::kStereo;

    if (channels < 1 || channels > 64)
        throw HostError ("A bus has 1 to 64 channels, not " + std::to_string (channels));

    return channels == 64 ? ~Vst::SpeakerArrangement {} : (Vst::SpeakerArrangement { 1 } << channels) - 1;
}

void require (tresult result, const char* what)
{
    if (result != kResultOk)
        throw HostError (std::string ("The plug-in refused ") + what + " (result " + std::to_string (result) + ")");
}

// Channel buffers of one bus.
struct Bus
{
    Bus (int channels, int frames) : samples (static_cast<std::size_t> (channels), std::vector<float> (static_cast<std::size_t> (frames)))
    {
        for (auto& channel : samples)
            pointers.push_back (channel.data());

        buffers.numChannels = channels;
        buffers.channelBuffers32 = pointers.data();
    }

    std::vector<std::vector<float>> samples;
    std::vector<float*> pointers;
    Vst::AudioBusBuffers buffers;
};

void fillInput (Bus& bus, const RenderRequest& request, std::int64_t frame, int count)
{
    const auto channels = bus.samples.size();

    for (std::size_t channel = 0; channel < channels; ++channel)
        for (int i = 0; i < count; ++i)
            bus.samples[channel][static_cast<std::size_t> (i)]
                = request.input.empty() ? 0.0f : request.input[static_cast<std::size_t> (frame + i) * channels + channel];
}

// Copies a block out; false when a sample is no number, which also shows samples that were never written.
bool takeOutput (const Bus& bus, std::vector<float>& output, std::int64_t frame, int count)
{
    const auto channels = bus.samples.size();
    auto clean = true;

    for (std::size_t channel = 0; channel < channels; ++channel)
    {
        for (int i = 0; i < count; ++i)
        {
            const auto value = bus.samples[channel][static_cast<std::size_t> (i)];
            clean = clean && ! std::isnan (value);
            output[static_cast<std::size_t> (frame + i) * channels + channel] = value;
        }
    }

    return clean;
}

Vst::ProcessContext contextAt (std::int64_t position, std::int64_t elapsed, const RenderRequest& request, double sampleRate)
{
    using Context = Vst::ProcessContext;
    Context context {};
    context.state = Context::kTempoValid | Context::kTimeSigValid | Context::kProjectTimeMusicValid | Context::kContTimeValid
                  | (request.playing ? Context::kPlaying : 0);
    context.sampleRate = sampleRate;
    context.projectTimeSamples = position;
    context.continousTimeSamples = elapsed;
    context.projectTimeMusic = static_cast<double> (position) / sampleRate * request.tempo / 60.0;
    context.tempo = request.tempo;
    context.timeSigNumerator = 4;
    context.timeSigDenominator = 4;
    return context;
}

} // namespace

void Instance::setUpBuses (const AudioSetup& setup)
{
    auto arrangement = arrangementOf (setup.channels);
    const auto inputs = std::min (1, component->getBusCount (Vst::kAudio, Vst::kInput));
    require (processor->setBusArrangements (inputs > 0 ? &arrangement : nullptr, inputs, &arrangement, 1), "the bus arrangement");

    if (inputs > 0)
        require (component->activateBus (Vst::kAudio, Vst::kInput, 0, true), "to activate its input");

    require (component->activateBus (Vst::kAudio, Vst::kOutput, 0, true), "to activate its output");
}

void Instance::activate (const AudioSetup& setup)
{
    call ([&]
    {
        if (active)
            throw HostError ("This instance is active already");

        if (setup.maxBlock < 1 || ! (setup.sampleRate > 0))
            throw HostError ("A renderer needs a sample rate and a block size above 0");

        Vst::ProcessSetup info { setup.offline ? Vst::kOffline : Vst::kRealtime, Vst::kSample32, setup.maxBlock, setup.sampleRate };
        require (processor->canProcessSampleSize (Vst::kSample32), "32-bit samples");
        require (processor->setupProcessing (info), "the processing set-up");
        setUpBuses (setup);
        require (component->setActive (true), "to become active");
        audio = setup;
        active = true;

        if (document != nullptr && processor->getLatencySamples() != 0)
            broken().add ("vst3", "a bound instance has a latency of " + std::to_string (processor->getLatencySamples()) + " samples, it must be 0");
    });
    renderThread = std::make_unique<RenderThread>();
}

void Instance::deactivate()
{
    if (! active)
        return;

    const std::scoped_lock lock (rendering); // a running render ends first
    renderThread.reset();
    call ([&] { component->setActive (false); });
    active = false;
}

std::vector<float> Instance::render (const RenderRequest& request)
{
    const std::scoped_lock lock (rendering);

    if (! active)
        throw HostError ("This instance is not active");

    const auto samples = static_cast<std::size_t> (request.frames) * static_cast<std::size_t> (audio.channels);

    if (request.frames < 0 || (! request.input.empty() && request.input.size() != samples))
        throw HostError ("The input must have as many frames and channels as the output");

    if (std::ranges::any_of (request.blocks, [this] (int size) { return size < 1 || size > audio.maxBlock; }))
        throw HostError ("A block has 1 to " + std::to_string (audio.maxBlock) + " frames");

    std::vector<float> output;
    renderThread->submit ([&] { output = renderNow (request); }).get();
    return output;
}

std::vector<float> Instance::renderNow (const RenderRequest& request)
{
    const RenderScope scope (audio.offline ? RenderMode::offline : RenderMode::realtime);
    std::vector<float> output (static_cast<std::size_t> (request.frames) * static_cast<std::size_t> (audio.channels));
    Bus in (audio.channels, audio.maxBlock), out (audio.channels, audio.maxBlock);
    auto& result = request.inPlace ? in : out;
    const auto began = std::chrono::steady_clock::now();
    auto clean = true;
    processor->setProcessing (true);

    for (std::int64_t frame = 0, block = 0; frame < request.frames; ++block)
    {
        const auto wanted = request.blocks.empty() ? audio.maxBlock : request.blocks[static_cast<std::size_t> (block) % request.blocks.size()];
        const auto count = static_cast<int> (std::min<std::int64_t> (wanted, request.frames - frame));
        fillInput (in, request, frame, count);

        for (auto& channel : out.samples)
            std::ranges::fill (channel, std::numeric_limits<float>::quiet_NaN());

        auto context = contextAt (request.start + (request.playing ? frame : 0), frame, request, audio.sampleRate);
        Vst::ProcessData data;
        data.processMode = audio.offline ? Vst::kOffline : Vst::kRealtime;
        data.numSamples = count;
        data.numInputs = component->getBusCount (Vst::kAudio, Vst::kInput) > 0 ? 1 : 0;
        data.numOutputs = 1;
        in.buffers.silenceFlags = out.buffers.silenceFlags = 0;
        data.inputs = &in.buffers;
        data.outputs = &result.buffers;
        data.processContext = &context;
        require (processor->process (data), "to process a block");
        clean = takeOutput (result, output, frame, count) && clean;
        frame += count;

        if (request.pace > 0)
            std::this_thread::sleep_until (began + std::chrono::duration<double> (static_cast<double> (frame) / audio.sampleRate / request.pace));
    }

    processor->setProcessing (false);

    if (! clean && document != nullptr)
        broken().add ("vst3", "a block was not written completely, or holds samples that are no numbers");

    return output;
}

} // namespace harp::host
