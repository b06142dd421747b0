// SPDX-License-Identifier: GPL-3.0-or-later
// Loading an endpoint and setting its controls.
#include "ProcessorImpl.h"

#include "EndpointValues.h"
#include "HostName.h"

namespace harp::processing
{

using core::Error;
using core::ErrorCode;

namespace
{

std::string trimmed (const std::string& text)
{
    const auto first = text.find_first_not_of (" \t\r\n");
    return first == std::string::npos ? std::string() : text.substr (first, text.find_last_not_of (" \t\r\n") - first + 1);
}

} // namespace

core::Status Processor::Impl::load (const std::string& typedAddress)
{
    const auto address = trimmed (typedAddress);

    if (address.empty())
        return Error { ErrorCode::addressInvalid, {}, "the address is empty" };

    if (hasCredentials (address))
        return Error { ErrorCode::addressInvalid, {}, "an address must not hold a user name or a password" };

    const auto open = bridge();
    const auto begun = loading.begin (address);

    if (open == nullptr || begun.number == 0)
        return closedDocument();

    if (begun.replaced != 0)
        open->cancel (begun.replaced);

    auto onEnd = [weak = weak_from_this(), number = begun.number, address] (DescribeOutcome outcome)
    {
        if (const auto self = weak.lock())
            self->worker.post ([impl = self.get(), number, address, kept = std::move (outcome)]
                               { impl->described (number, address, kept); });
    };

    auto onProgress = [weak = weak_from_this(), number = begun.number] (const bridge::Progress& progress)
    {
        if (const auto self = weak.lock(); self != nullptr && ! progress.message.empty() && self->loading.tell (number, progress.message))
            self->postChanged();
    };

    const auto job = open->describe ({ address }, std::move (onEnd), std::move (onProgress));

    if (! loading.attach (begun.number, job))
        open->cancel (job);

    changed();
    return core::Done {};
}

void Processor::Impl::described (Loading::Number number, const std::string& typedAddress, const DescribeOutcome& outcome)
{
    if (! loading.isCurrent (number))
        return;

    try
    {
        if (const auto status = takeOver (typedAddress, outcome); status.ok())
            loading.succeed (number);
        else
            loading.fail (number, status.error());
    }
    catch (const std::exception& e)
    {
        loading.fail (number, { ErrorCode::internal, {}, e.what() });
    }

    changed();
}

core::Status Processor::Impl::takeOver (const std::string& typedAddress, const DescribeOutcome& outcome)
{
    if (const auto* const failure = std::get_if<bridge::Failure> (&outcome))
        return errorFrom (*failure);

    auto description = model::EndpointDescription::fromJson (std::get<bridge::Description> (outcome).json);

    if (! description.ok())
        return description.error();

    if (const auto* const input = description.value().unsuppliedInput())
        return Error { ErrorCode::inputsUnsupported, {}, "the input '" + input->label + "' is required" };

    const std::lock_guard lock (endpointMutex);
    document->setEndpoint (loadedState (document->endpoint(), std::move (description.value()), typedAddress));
    return core::Done {};
}

core::Status Processor::Impl::set (const std::string& control, const std::string& valueJson)
{
    if (bridge() == nullptr)
        return closedDocument();

    const std::lock_guard lock (endpointMutex);
    auto next = withValue (document->endpoint(), control, valueJson);

    if (! next.ok())
        return next.error();

    document->setEndpoint (std::move (next.value()));
    return core::Done {};
}

} // namespace harp::processing
