// SPDX-License-Identifier: GPL-3.0-or-later
#include "ArchiveIndex.h"
#include "Codecs.h"
#include "JsonAccess.h"
#include "Rescale.h"

#include <algorithm>

namespace harp::model
{

namespace
{

constexpr auto most = core::maxFrame;

// --- spans and rates ----------------------------------------------------------------------------------------------------

Json toJson (core::Span span) { return { span.start, span.end }; }
Json rateToJson (double rate) { return isRate (rate) ? rate : 0.0; }

core::Span spanIn (const Json& object)
{
    const auto& borders = arrayIn (object, "span");

    if (borders.size() != 2)
        throw BadJson ("a span has two borders");

    const core::Span span { integerOf (borders[0], "span", -most, most), integerOf (borders[1], "span", -most, most) };

    if (span.isEmpty())
        throw BadJson ("a span is empty");

    return span;
}

double rateIn (const Json& object)
{
    const auto rate = numberIn (object, "rate");

    if (rate < 0.0)
        throw BadJson ("a rate is negative");

    return rate;
}

// A member that holds a JSON document as text.
std::string documentIn (const Json& object, const char* key)
{
    auto text = textIn (object, key);

    if (! text.empty() && parsedOrDiscarded (text).is_discarded())
        throw BadJson (std::string ("'") + key + "' holds no JSON");

    return text;
}

// --- takes --------------------------------------------------------------------------------------------------------------

Json toJson (const Provenance& p)
{
    return { { "address", p.address }, { "protocol", p.protocol }, { "card", p.cardJson },
             { "values", p.valuesJson }, { "time", p.time }, { "client", p.client } };
}

Provenance provenanceFrom (const Json& json)
{
    return { textIn (json, "address"), textIn (json, "protocol"), documentIn (json, "card"),
             documentIn (json, "values"), textIn (json, "time"), textIn (json, "client") };
}

Json toJson (const IndexedTake& indexed)
{
    const auto& take = indexed.take;
    auto outputs = Json::array();

    for (std::size_t i = 0; i < take.outputs.size(); ++i)
        outputs.push_back ({ { "label", take.outputs[i].label }, { "audio", indexed.audio[i] } });

    return { { "id", take.id }, { "name", take.name }, { "span", toJson (take.span) }, { "rate", rateToJson (take.sourceRate) },
             { "outputs", std::move (outputs) }, { "data", take.dataJson }, { "notes", take.notesJson },
             { "provenance", toJson (take.provenance) } };
}

IndexedTake takeFrom (const Json& json, std::size_t audioCount)
{
    IndexedTake indexed;
    auto& take = indexed.take;
    take.id = textIn (json, "id");
    take.name = textIn (json, "name");
    take.span = spanIn (json);
    take.sourceRate = rateIn (json);
    take.dataJson = documentIn (json, "data");
    take.notesJson = documentIn (json, "notes");
    take.provenance = provenanceFrom (member (json, "provenance"));

    for (const auto& output : arrayIn (json, "outputs"))
    {
        take.outputs.push_back ({ textIn (output, "label"), nullptr });
        indexed.audio.push_back (static_cast<std::size_t> (integerIn (output, "audio", 0, static_cast<std::int64_t> (audioCount) - 1)));
    }

    if (take.id.empty() || take.outputs.empty())
        throw BadJson ("a take has no id or no output");

    return indexed;
}

// --- modifications ------------------------------------------------------------------------------------------------------

const Take* takeOf (const IndexedModification& modification, const TakeId& id)
{
    const auto found = std::ranges::find (modification.takes, id, [] (const IndexedTake& t) { return t.take.id; });
    return found != modification.takes.end() ? &found->take : nullptr;
}

Json toJson (const std::string& id, const IndexedModification& modification)
{
    auto takes = Json::array();
    auto comp = Json::array();

    for (const auto& take : modification.takes)
        takes.push_back (toJson (take));

    for (const auto& segment : modification.comp.segments())
        comp.push_back ({ { "span", toJson (segment.span) }, { "take", segment.take }, { "output", segment.output } });

    return { { "id", id }, { "rate", rateToJson (modification.rate) }, { "takes", std::move (takes) }, { "comp", std::move (comp) } };
}

void readComp (IndexedModification& modification, const Json& json)
{
    auto last = -most;

    for (const auto& item : json)
    {
        const auto span = spanIn (item);
        const auto* take = takeOf (modification, textIn (item, "take"));

        if (take == nullptr || span.start < last)
            throw BadJson ("the comp names a take that is not there, or is out of order");

        const auto output = static_cast<int> (integerIn (item, "output", 0, static_cast<std::int64_t> (take->outputs.size()) - 1));
        const auto takeSpan = take->sourceRate == modification.rate || ! isRate (take->sourceRate) || ! isRate (modification.rate)
                                  ? take->span
                                  : rescaled (take->span, take->sourceRate, modification.rate);

        if (! takeSpan.contains (span))
            throw BadJson ("the comp reaches beyond a take");

        last = span.end;
        modification.comp.paint (span, take->id, output);
    }
}

IndexedModification modificationFrom (const Json& json, std::size_t audioCount)
{
    IndexedModification modification;
    modification.rate = rateIn (json);

    for (const auto& item : arrayIn (json, "takes"))
    {
        auto take = takeFrom (item, audioCount);

        if (takeOf (modification, take.take.id) != nullptr)
            throw BadJson ("a modification has two takes of one id");

        modification.takes.push_back (std::move (take));
    }

    readComp (modification, arrayIn (json, "comp"));
    return modification;
}

// --- the table of audio -------------------------------------------------------------------------------------------------

Json toJson (const ArchivedAudio& audio)
{
    return { { "offset", audio.offset }, { "size", audio.size }, { "format", static_cast<int> (audio.format) },
             { "channels", audio.channels }, { "frames", audio.frames }, { "rate", rateToJson (audio.rate) } };
}

std::vector<ArchivedAudio> audioFrom (const Json& list, std::uint64_t blobBytes)
{
    std::vector<ArchivedAudio> result;
    std::uint64_t end = 0; // of the blob before: no two share bytes, so together they cannot be larger than the archive
    const auto limit = static_cast<std::int64_t> (std::min<std::uint64_t> (blobBytes, static_cast<std::uint64_t> (most)));

    for (const auto& json : list)
    {
        ArchivedAudio audio;
        audio.offset = static_cast<std::uint64_t> (integerIn (json, "offset", 0, limit));
        audio.size = static_cast<std::uint64_t> (integerIn (json, "size", 0, limit));
        audio.format = static_cast<StoredAudio::Format> (integerIn (json, "format", 1, 2));
        audio.channels = static_cast<int> (integerIn (json, "channels", 0, maxChannels));
        audio.frames = integerIn (json, "frames", 0, most);
        audio.rate = rateIn (json);

        if (audio.offset < end || audio.offset + audio.size + 4 > blobBytes)
            throw BadJson ("audio lies outside of the archive");

        end = audio.offset + audio.size + 4;
        result.push_back (audio);
    }

    return result;
}

// --- the endpoint -------------------------------------------------------------------------------------------------------

Json toJson (const EndpointState& endpoint)
{
    const auto values = endpoint.description ? withoutSecrets (*endpoint.description, endpoint.valuesJson) : endpoint.valuesJson;
    Json json { { "address", endpoint.address }, { "values", values } };

    if (endpoint.description)
        json["description"] = endpoint.description->json;

    return json;
}

EndpointState endpointFrom (const Json& json)
{
    EndpointState endpoint;
    endpoint.address = textIn (json, "address");
    endpoint.valuesJson = documentIn (json, "values");

    // A description that this version cannot read was made by a later one: the address is still good for loading it again.
    if (const auto text = optionalTextIn (json, "description"); ! text.empty())
        if (auto description = EndpointDescription::fromJson (text))
            endpoint.description = std::move (description.value());

    return endpoint;
}

} // namespace

std::string indexToJson (const ArchiveIndex& index)
{
    Json json { { "sources", index.sources }, { "audio", Json::array() }, { "modifications", Json::array() } };

    if (index.endpoint)
        json["endpoint"] = toJson (*index.endpoint);

    for (const auto& audio : index.audio)
        json["audio"].push_back (toJson (audio));

    for (const auto& [id, modification] : index.modifications)
        json["modifications"].push_back (toJson (id, modification));

    return textFrom (json);
}

ArchiveIndex indexFromJson (const std::string& text, const ModificationFilter& wanted, std::uint64_t blobBytes)
{
    const auto json = parsedOrDiscarded (text);

    if (json.is_discarded() || ! json.is_object())
        throw BadJson ("the index is not JSON");

    ArchiveIndex index;
    index.audio = audioFrom (arrayIn (json, "audio"), blobBytes);

    if (json.contains ("endpoint"))
        index.endpoint = endpointFrom (json["endpoint"]);

    for (const auto& source : arrayIn (json, "sources"))
        index.sources.push_back (textOf (source, "sources"));

    for (const auto& item : arrayIn (json, "modifications"))
        if (const auto id = textIn (item, "id"); ! wanted || wanted (id))
            if (! index.modifications.emplace (id, modificationFrom (item, index.audio.size())).second)
                throw BadJson ("one modification is there twice");

    return index;
}

} // namespace harp::model
