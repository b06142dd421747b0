// SPDX-License-Identifier: GPL-3.0-or-later
#include "TakeState.h"

#include "ObjectNames.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace harp::shell
{

using Json = nlohmann::json;

namespace
{

// A document that came from elsewhere and is shown as it is; `otherwise` when it is none.
Json parsedOr (const std::string& text, Json otherwise)
{
    auto json = Json::parse (text, nullptr, false);
    return json.is_discarded() ? otherwise : json;
}

Json takeJson (const model::Take& take, model::ModificationId modification)
{
    auto outputs = Json::array();

    for (const auto& output : take.outputs)
        outputs.push_back ({ { "label", output.label },
                             { "channels", output.audio->channels() },
                             { "rate", output.audio->rate() },
                             { "seconds", core::toSeconds (output.audio->frames(), output.audio->rate()) } });

    return { { "id", take.id },
             { "name", take.name },
             { "modification", nameOf (modification) },
             { "start", core::toSeconds (take.span.start, take.sourceRate) },
             { "duration", core::toSeconds (take.span.length(), take.sourceRate) },
             { "outputs", outputs },
             { "notes", parsedOr (take.notesJson, Json::array()) },
             { "data", parsedOr (take.dataJson, Json::array()) },
             { "address", take.provenance.address },
             { "values", parsedOr (take.provenance.valuesJson, Json::object()) },
             { "time", take.provenance.time } };
}

// The takes that reach into a span: the one that covers most of it first, the newest first among equals.
std::vector<model::TakePtr> takesWithin (const model::Modification& modification, core::Span span)
{
    std::vector<model::TakePtr> takes (modification.takes.rbegin(), modification.takes.rend());
    std::erase_if (takes, [span] (const auto& take) { return ! take->span.overlaps (span); });
    std::ranges::stable_sort (takes, std::ranges::greater(), [span] (const auto& take) { return take->span.intersection (span).length(); });
    return takes;
}

} // namespace

Json takesJson (const model::Arrangement& arrangement)
{
    auto result = Json::array();

    for (const auto& [id, modification] : arrangement.modifications)
        for (const auto& take : modification.takes)
            result.push_back (takeJson (*take, id));

    return result;
}

void addSound (Json& json, const model::Arrangement& arrangement, const model::Region& region)
{
    json["sounds"] = "original";
    json["take"] = "";
    json["output"] = 0;
    json["takes"] = Json::array();

    const auto* const modification = arrangement.modificationOf (region);
    const auto span = arrangement.spanOf (region);

    if (modification == nullptr || ! span || span->isEmpty())
        return;

    const auto segments = modification->comp.within (*span);

    if (segments.size() == 1 && segments.front().span == *span)
    {
        json["sounds"] = "take";
        json["take"] = segments.front().take;
        json["output"] = segments.front().output;
    }
    else if (! segments.empty())
    {
        json["sounds"] = "mixed";
    }

    for (const auto& take : takesWithin (*modification, *span))
        json["takes"].push_back (take->id);
}

} // namespace harp::shell
