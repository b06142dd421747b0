// SPDX-License-Identifier: MIT
#include "AudioAccess.h"

#include "RenderThread.h"

#include <chrono>
#include <thread>

namespace harp::host
{

const ARA::ARAAudioAccessControllerInterface& AudioAccess::controllerInterface()
{
    using namespace ARA;
    static const ARAAudioAccessControllerInterface table {
        sizeof (ARAAudioAccessControllerInterface),
        [] (ARAAudioAccessControllerHostRef self, ARAAudioSourceHostRef source, ARABool use64Bit) noexcept -> ARAAudioReaderHostRef
        {
            auto* const access = from (self, "createAudioReaderForSource");
            return access != nullptr ? reinterpret_cast<ARAAudioReaderHostRef> (access->createReader (source, use64Bit != kARAFalse)) : nullptr;
        },
        [] (ARAAudioAccessControllerHostRef self, ARAAudioReaderHostRef reader, ARASamplePosition position, ARASampleCount count,
            void* const buffers[]) noexcept -> ARABool
        {
            auto* const access = from (self, "readAudioSamples");
            return access != nullptr && access->read (reader, position, count, buffers) ? kARATrue : kARAFalse;
        },
        [] (ARAAudioAccessControllerHostRef self, ARAAudioReaderHostRef reader) noexcept
        {
            if (auto* const access = from (self, "destroyAudioReader"))
                access->destroyReader (reader);
        }
    };
    return table;
}

bool AudioAccess::mayHandleReaders (const AudioSource& source, const char* function)
{
    if (! side.inHostCall (function))
        return false;

    if (! side.quirks.strict || side.calls.inside (Call::endEditing) || side.calls.inside (Call::audioSource, &source))
        return true;

    side.violation ("context", std::string (function) + " belongs into endEditing or into a call about the audio source '" + source.name + "'");
    return true; // the host still does what it is asked for
}

AudioAccess::Reader* AudioAccess::createReader (const void* sourceRef, bool use64Bit)
{
    const auto source = side.graph.sources.find (sourceRef);

    if (source == nullptr)
    {
        side.violation ("reference", "createAudioReaderForSource was called for an audio source that does not exist");
        return nullptr;
    }

    if (! mayHandleReaders (*source, "createAudioReaderForSource"))
        return nullptr;

    if (! source->access)
    {
        side.violation ("access", "a reader was made for '" + source->name + "' while its samples are not accessible");
        return nullptr;
    }

    auto reader = std::make_shared<Reader>();
    reader->source = source;
    reader->samples = source->samples;
    reader->use64Bit = use64Bit;
    readers.add (reader);
    return reader.get();
}

bool AudioAccess::read (const void* readerRef, std::int64_t position, std::int64_t count, void* const buffers[])
{
    const auto reader = readers.find (readerRef);

    if (reader == nullptr)
    {
        side.violation ("reference", "readAudioSamples was called with a reader that does not exist");
        return false;
    }

    const auto offline = currentRenderMode() == RenderMode::offline;
    const auto others = reader->running.fetch_add (1);

    if (others > 0)
        side.violation ("reader", "two threads read with one reader of '" + reader->source->name + "' at the same time");

    const auto ok = mayRead (*reader, count, buffers) && fetch (*reader, position, count, buffers);
    reader->source->log ({ position, count, offline, ok });
    reader->running.fetch_sub (1);
    return ok;
}

bool AudioAccess::mayRead (Reader& reader, std::int64_t count, void* const buffers[])
{
    const auto& name = reader.source->name;

    if (currentRenderMode() == RenderMode::realtime)
        side.violation ("thread", "'" + name + "' was read on a realtime render thread");

    if (! reader.open)
        side.violation ("reader", "'" + name + "' was read with a reader that had been given back");
    else if (! reader.source->access)
        side.violation ("access", "'" + name + "' was read while its samples are not accessible");
    else if (count < 0)
        side.violation ("reader", "'" + name + "' was read with a negative length");
    else if (buffers == nullptr)
        side.violation ("reader", "'" + name + "' was read without buffers");
    else
        return true;

    return false;
}

bool AudioAccess::fetch (Reader& reader, std::int64_t position, std::int64_t count, void* const buffers[])
{
    auto& faults = reader.source->faults;

    if (const auto delay = faults.delayMilliseconds.load(); delay > 0)
        std::this_thread::sleep_for (std::chrono::milliseconds (delay));

    const auto limit = faults.failAfterSamples.load();
    const auto before = reader.samplesRead.fetch_add (count);
    const auto fails = faults.fail || (limit >= 0 && before + count > limit);

    for (std::size_t channel = 0; channel < reader.samples->size(); ++channel)
    {
        const auto& samples = (*reader.samples)[channel];
        const auto length = static_cast<std::int64_t> (samples.size());

        for (std::int64_t i = 0; i < count; ++i)
        {
            const auto at = position + i;
            const auto value = ! fails && at >= 0 && at < length ? samples[static_cast<std::size_t> (at)] : 0.0f;

            if (reader.use64Bit)
                static_cast<double*> (buffers[channel])[i] = static_cast<double> (value);
            else
                static_cast<float*> (buffers[channel])[i] = value;
        }
    }

    return ! fails;
}

void AudioAccess::destroyReader (const void* readerRef)
{
    const auto reader = readers.find (readerRef);

    if (reader == nullptr || ! reader->open)
    {
        side.violation ("reference", "destroyAudioReader was called with a reader that does not exist (any more)");
        return;
    }

    mayHandleReaders (*reader->source, "destroyAudioReader");

    if (reader->running > 0)
        side.violation ("reader", "a reader of '" + reader->source->name + "' was given back while it was reading");

    reader->open = false;
}

void AudioAccess::requireNoReaders (const AudioSource& source, const std::string& when)
{
    for (const auto& reader : readers.all())
    {
        if (reader->source.get() != &source || ! reader->open)
            continue;

        side.violation ("reader", "a reader of '" + source.name + "' is still there " + when);

        if (reader->running > 0)
            side.violation ("reader", "a read of '" + source.name + "' is still running " + when);

        reader->open = false; // told once; any further use is recorded as use of a dead reader
    }
}

std::size_t AudioAccess::openReaders (const AudioSource* source) const
{
    std::size_t count = 0;

    for (const auto& reader : readers.all())
        count += reader->open && (source == nullptr || reader->source.get() == source) ? 1 : 0;

    return count;
}

} // namespace harp::host
