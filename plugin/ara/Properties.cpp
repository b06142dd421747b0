// SPDX-License-Identifier: GPL-3.0-or-later
#include "Properties.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace harp::ara
{

using namespace ARA;

namespace
{

// About 30 years: far beyond every song, and its frames still count exactly.
constexpr double longestTime = 1.0e9;
constexpr core::Frame mostFrames = core::Frame { 1 } << 36;
constexpr int mostChannels = 1024;
constexpr double highestRate = 1.0e7; // ultrasound is recorded at a tenth of it

// Bytes of the valid UTF-8 sequence at the front of `text`, 0 when there is none.
std::size_t sequenceLength (std::string_view text)
{
    const auto byte = [text] (std::size_t index) { return static_cast<unsigned char> (text[index]); };
    const auto lead = byte (0);

    if (lead < 0x80)
        return 1;

    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

    if (lead < 0xc2 || lead > 0xf4 || text.size() < length)
        return 0;

    for (std::size_t index = 1; index < length; ++index)
        if ((byte (index) & 0xc0) != 0x80)
            return 0;

    // Overlong forms, surrogates, and what lies beyond U+10FFFF.
    const bool wrong = (lead == 0xe0 && byte (1) < 0xa0) || (lead == 0xed && byte (1) > 0x9f)
                       || (lead == 0xf0 && byte (1) < 0x90) || (lead == 0xf4 && byte (1) > 0x8f);
    return wrong ? 0 : length;
}

double timeFrom (double seconds, const void* properties)
{
    if (std::isfinite (seconds) && std::abs (seconds) <= longestTime)
        return seconds;

    hostAssert (Misuse::argument, properties, "a time is not a number, or out of every bound");
    return std::isnan (seconds) ? 0.0 : std::clamp (seconds, -longestTime, longestTime);
}

std::optional<model::Colour> colourFrom (const ARAColor* colour)
{
    if (colour == nullptr)
        return std::nullopt;

    const auto part = [] (float value) { return std::isfinite (value) ? std::clamp (value, 0.0f, 1.0f) : 0.0f; };
    return model::Colour { part (colour->r), part (colour->g), part (colour->b) };
}

} // namespace

std::string textFrom (ARAUtf8String text)
{
    std::string result;

    for (std::string_view rest = text != nullptr ? text : ""; ! rest.empty();)
    {
        const auto length = sequenceLength (rest);
        result += length > 0 ? rest.substr (0, length) : std::string_view ("\xef\xbf\xbd");
        rest.remove_prefix (std::max<std::size_t> (length, 1));
    }

    return result;
}

std::string persistentIdFrom (ARAPersistentID id)
{
    if (id != nullptr)
        return id;

    hostAssert (Misuse::argument, nullptr, "an object has no persistent ID");
    return {};
}

model::Track trackFrom (const ARARegionSequenceProperties& properties)
{
    model::Track track;
    track.name = textFrom (properties.name);
    track.order = properties.orderIndex;

    if (ARA_IMPLEMENTS_FIELD (&properties, ARARegionSequenceProperties, color))
        track.colour = colourFrom (properties.color);

    return track;
}

model::Source sourceFrom (const ARAAudioSourceProperties& properties)
{
    model::Source source;
    source.persistentId = persistentIdFrom (properties.persistentID);
    source.name = textFrom (properties.name);

    const double rate = properties.sampleRate;
    const bool sane = properties.sampleCount >= 0 && properties.sampleCount <= mostFrames && properties.channelCount > 0
                      && properties.channelCount <= mostChannels && rate > 0.0 && rate <= highestRate;

    // Seen in hosts: rate 0. Such a source is kept, empty, until the host says better.
    if (! sane)
    {
        hostAssert (Misuse::argument, &properties, "an audio source has an impossible length, rate or channel count");
        source.channels = 1;
        return source;
    }

    source.frames = properties.sampleCount;
    source.rate = rate;
    source.channels = properties.channelCount;
    return source;
}

model::Region regionFrom (const ARAPlaybackRegionProperties& properties)
{
    model::Region region;
    region.startInModification = timeFrom (properties.startInModificationTime, &properties);
    region.start = timeFrom (properties.startInPlaybackTime, &properties);
    region.duration = std::max (0.0, timeFrom (properties.durationInPlaybackTime, &properties));

    if (ARA_IMPLEMENTS_FIELD (&properties, ARAPlaybackRegionProperties, name))
        region.name = textFrom (properties.name);

    if (ARA_IMPLEMENTS_FIELD (&properties, ARAPlaybackRegionProperties, color))
        region.colour = colourFrom (properties.color);

    return region;
}

ARARegionSequenceRef sequenceOf (const ARAPlaybackRegionProperties& properties) noexcept
{
    return ARA_IMPLEMENTS_FIELD (&properties, ARAPlaybackRegionProperties, regionSequenceRef) ? properties.regionSequenceRef : nullptr;
}

} // namespace harp::ara
