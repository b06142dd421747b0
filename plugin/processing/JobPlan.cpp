// SPDX-License-Identifier: GPL-3.0-or-later
#include "JobPlan.h"

#include "EndpointValues.h"
#include "HostName.h"

#include <algorithm>

namespace harp::processing
{

using core::Error;
using core::ErrorCode;

namespace
{

core::Result<Order> orderFor (const model::EndpointState& endpoint)
{
    if (! endpoint.description)
        return Error { ErrorCode::notLoaded, {}, {} };

    const auto host = hostOf (endpoint.description->address);

    if (! host || hasCredentials (endpoint.description->address))
        return Error { ErrorCode::addressInvalid, {}, "the endpoint's address leaves it open to which host audio would go" };

    const auto audio = endpoint.description->audioInputs();
    return Order { *endpoint.description, *host, completeValues (*endpoint.description, endpoint.valuesJson),
                   audio.empty() ? std::string() : audio.front()->id };
}

core::Status checkInputs (const Order& order)
{
    if (const auto* const input = order.description.unsuppliedInput())
        return Error { ErrorCode::inputsUnsupported, {}, "the input '" + input->label + "' is required" };

    return core::Done {};
}

struct Place
{
    model::RegionId id {};
    const model::Region* region = nullptr;
    const model::Source* source = nullptr;
    core::Span span;
};

core::Result<std::vector<Place>> findPlaces (const model::Arrangement& arrangement, const std::vector<model::RegionId>& regions)
{
    if (regions.empty())
        return Error { ErrorCode::nothingSelected, {}, {} };

    std::vector<Place> places;

    for (const auto id : regions)
    {
        const auto unknown = [id]
        { return Error { ErrorCode::regionUnknown, {}, "region r" + std::to_string (static_cast<std::uint64_t> (id)) }; };

        const auto found = arrangement.regions.find (id);

        if (found == arrangement.regions.end())
            return unknown();

        const auto* const modification = arrangement.modificationOf (found->second);
        const auto* const source = modification != nullptr ? arrangement.sourceOf (*modification) : nullptr;
        const auto span = arrangement.spanOf (found->second);

        if (source == nullptr || ! span)
            return unknown();

        places.push_back ({ id, &found->second, source, *span });
    }

    return places;
}

core::Status checkPlaces (const std::vector<Place>& places, bool sendsAudio)
{
    for (const auto& place : places)
    {
        const bool outside = place.span.intersection ({ 0, place.source->frames }).isEmpty();

        if (place.span.isEmpty() || (sendsAudio && outside))
            return Error { ErrorCode::regionEmpty, {}, "region '" + place.region->name + "'" };
    }

    for (const auto& place : places)
        if (sendsAudio && (place.source->reader == nullptr || ! place.source->reader->isAvailable()))
            return Error { ErrorCode::sourceUnavailable, {}, "audio source '" + place.source->name + "'" };

    return core::Done {};
}

std::vector<PlannedJob> distinctJobs (const std::vector<Place>& places, bool sendsAudio)
{
    std::vector<PlannedJob> jobs;

    for (const auto& place : places)
    {
        const auto same = std::find_if (jobs.begin(), jobs.end(), [&place] (const auto& job)
                                        { return job.modification == place.region->modification && job.span == place.span; });

        if (same == jobs.end())
            jobs.push_back ({ { place.id }, place.region->modification, place.span, place.source->rate,
                              sendsAudio ? place.source->reader : nullptr });
        else if (std::find (same->regions.begin(), same->regions.end(), place.id) == same->regions.end())
            same->regions.push_back (place.id);
    }

    return jobs;
}

} // namespace

bool maySendTo (const std::string& host, const HasConsent& hasConsent)
{
    return isThisMachine (host) || (hasConsent && hasConsent (host));
}

core::Result<JobPlan> planJobs (const model::Arrangement& arrangement, const model::EndpointState& endpoint,
                                const std::vector<model::RegionId>& regions, const HasConsent& hasConsent)
{
    const auto order = orderFor (endpoint);

    if (! order.ok())
        return order.error();

    const auto places = findPlaces (arrangement, regions);

    if (! places.ok())
        return places.error();

    if (! maySendTo (order.value().host, hasConsent))
        return Error { ErrorCode::consentRequired, {}, "host " + order.value().host };

    const bool sendsAudio = ! order.value().audioInput.empty();

    if (const auto status = checkPlaces (places.value(), sendsAudio); ! status.ok())
        return status.error();

    if (const auto status = checkInputs (order.value()); ! status.ok())
        return status.error();

    return JobPlan { std::make_shared<const Order> (order.value()), distinctJobs (places.value(), sendsAudio) };
}

} // namespace harp::processing
