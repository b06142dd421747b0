// SPDX-License-Identifier: GPL-3.0-or-later
#include "TakeBuilder.h"

#include "HostName.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace harp::processing
{

using core::Error;
using core::ErrorCode;
using Json = nlohmann::json;

namespace
{

std::string textOf (const Json& json)
{
    return json.dump (-1, ' ', false, Json::error_handler_t::replace);
}

Error invalid (const bridge::AudioOutput& output, const std::string& what)
{
    return { ErrorCode::resultInvalid, {}, "output '" + output.label + "': " + what };
}

std::string isoTime()
{
    const auto now = std::chrono::system_clock::to_time_t (std::chrono::system_clock::now());
    std::tm parts {};
#if defined(_WIN32)
    gmtime_s (&parts, &now);
#else
    gmtime_r (&now, &parts);
#endif
    char text[32];
    std::strftime (text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::string seconds (double value)
{
    char text[32];
    std::snprintf (text, sizeof text, "%.2f s", value);
    return text;
}

// Only the shape: the samples may still change under our eyes and are looked at in our own copy.
core::Status checkShape (const bridge::AudioOutput& output, double spanSeconds)
{
    if (output.block == nullptr || output.block->frames() <= 0)
        return invalid (output, "holds no samples");

    if (output.block->channels() < 1 || output.block->channels() > limits::maxChannels)
        return invalid (output, std::to_string (output.block->channels()) + " channels");

    if (! (output.sampleRate >= limits::minRate && output.sampleRate <= limits::maxRate))
        return invalid (output, "sample rate " + std::to_string (output.sampleRate));

    if (static_cast<double> (output.block->frames()) / output.sampleRate > limits::maxSeconds (spanSeconds))
        return Error { ErrorCode::resultTooLarge, {}, "output '" + output.label + "' is " + seconds (static_cast<double> (output.block->frames()) / output.sampleRate) + " long" };

    return core::Done {};
}

core::Status checkShapes (const bridge::ProcessResult& result, double spanSeconds)
{
    if (result.audio.empty())
        return Error { ErrorCode::resultMissing, {}, {} };

    if (result.audio.size() > limits::maxOutputs)
        return Error { ErrorCode::resultInvalid, {}, std::to_string (result.audio.size()) + " audio outputs" };

    std::int64_t samples = 0;

    for (const auto& output : result.audio)
    {
        if (const auto status = checkShape (output, spanSeconds); ! status.ok())
            return status.error();

        samples += output.block->channels() * output.block->frames();

        if (samples > limits::maxSamples)
            return Error { ErrorCode::resultTooLarge, {}, "more than 4 GiB of samples" };
    }

    return core::Done {};
}

std::shared_ptr<core::Audio> copyOut (const bridge::AudioOutput& output)
{
    auto audio = std::make_shared<core::Audio> (output.block->channels(), output.block->frames(), output.sampleRate);

    for (int c = 0; c < audio->channels(); ++c)
        std::copy_n (static_cast<const bridge::Block&> (*output.block).channel (c), audio->frames(), audio->channel (c));

    return audio;
}

core::Frame silenceNonFinite (core::Audio& audio)
{
    core::Frame replaced = 0;

    for (int c = 0; c < audio.channels(); ++c)
        std::for_each (audio.channel (c), audio.channel (c) + audio.frames(), [&replaced] (float& sample)
                       {
                           if (! std::isfinite (sample))
                           {
                               sample = 0.0f;
                               ++replaced;
                           }
                       });

    return replaced;
}

void addNotes (Json& notes, const std::string& label, const core::Audio& audio, core::Frame replaced, double spanSeconds)
{
    const auto name = "The output '" + label + "'";
    const auto longer = core::toSeconds (audio.frames(), audio.rate()) - spanSeconds;

    if (replaced > 0)
        notes.push_back (name + " held " + std::to_string (replaced) + " samples that are not numbers; they are silent now.");

    // Codecs pad by a few milliseconds, which is nothing to tell anybody.
    if (longer > 0.05)
        notes.push_back (name + " is " + seconds (longer) + " longer than the region; the rest is kept in the take.");
    else if (longer < -0.05)
        notes.push_back (name + " is " + seconds (-longer) + " shorter than the region; the rest of the region is silent.");
}

std::string cardJson (const model::Card& card)
{
    return textOf ({ { "name", card.name }, { "description", card.description }, { "author", card.author }, { "tags", card.tags } });
}

model::Provenance provenanceOf (const ResultOrigin& origin)
{
    return { withoutQuery (origin.order.description.address), origin.order.description.protocol, cardJson (origin.order.description.card),
             model::withoutSecrets (origin.order.description, origin.order.valuesJson), isoTime(), origin.clientVersion };
}

core::Result<model::TakeOutput> makeOutput (const bridge::AudioOutput& output, double spanSeconds, Json& notes)
{
    auto audio = copyOut (output);
    const auto replaced = silenceNonFinite (*audio);
    addNotes (notes, output.label, *audio, replaced, spanSeconds);
    auto stored = model::StoredAudio::keep (std::move (audio));

    if (! stored.ok())
        return stored.error();

    return model::TakeOutput { output.label, stored.value() };
}

} // namespace

double limits::maxSeconds (double spanSeconds) noexcept
{
    return std::max (600.0, 4.0 * spanSeconds);
}

core::Result<model::TakePtr> makeTake (const bridge::ProcessResult& result, const ResultOrigin& origin, const std::function<bool()>& goOn)
{
    const auto spanSeconds = core::toSeconds (origin.span.length(), origin.sourceRate);

    if (const auto status = checkShapes (result, spanSeconds); ! status.ok())
        return status.error();

    auto notes = Json::parse (result.notesJson, nullptr, false);
    const auto data = Json::parse (result.dataJson, nullptr, false);

    if (! notes.is_array() || ! data.is_array())
        return Error { ErrorCode::resultInvalid, {}, "the outputs that are not audio are not a list" };

    auto take = std::make_shared<model::Take>();

    for (const auto& output : result.audio)
    {
        if (! goOn())
            return Error { ErrorCode::cancelled, {}, {} };

        auto made = makeOutput (output, spanSeconds, notes);

        if (! made.ok())
            return made.error();

        take->outputs.push_back (std::move (made.value()));
    }

    const auto& description = origin.order.description;
    take->id = model::makeTakeId();
    take->name = description.card.name.empty() ? origin.order.host : description.card.name;
    take->span = origin.span;
    take->sourceRate = origin.sourceRate;
    take->dataJson = textOf (data);
    take->notesJson = textOf (notes);
    take->provenance = provenanceOf (origin);
    return model::TakePtr (std::move (take));
}

} // namespace harp::processing
