// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandRunner.h"

#include <processing/HostName.h>

#include <algorithm>

namespace harp::shell
{

using core::Error;
using core::ErrorCode;

namespace
{

using Outcome = core::Result<Answer>;

Outcome from (const core::Status& status)
{
    return status.ok() ? Outcome (Answer {}) : Outcome (status.error());
}

// The name as it is compared: lower case, an IPv6 address without brackets.
std::optional<std::string> hostNamed (const std::string& text)
{
    const bool isIpv6 = text.find (':') != std::string::npos;
    const auto host = processing::hostOf (isIpv6 ? "http://[" + text + "]" : "http://" + text);
    return host && host->size() == text.size() ? host : std::nullopt;
}

constexpr std::size_t mostSearched = 1000;

std::string trimmed (const std::string& text)
{
    const auto first = text.find_first_not_of (" \t\r\n");
    return first == std::string::npos ? std::string() : text.substr (first, text.find_last_not_of (" \t\r\n") - first + 1);
}

struct Runner
{
    const CommandTargets& to;

    Outcome operator() (const LoadCommand& c) const { return from (to.processor.load (c.address)); }
    Outcome operator() (const BrowseCommand& c) const
    {
        const auto address = c.address ? trimmed (*c.address) : to.settings.modelList();

        if (! address.empty())
            return from (to.browser.fetch (address));

        // Without an address there is nothing to fetch; that one is needed is in the state.
        if (c.address)
            to.browser.forget();

        return Answer {};
    }

    Outcome operator() (const FindCommand& c) const
    {
        if (c.words.size() > mostSearched)
            return Error { ErrorCode::commandInvalid, {}, "nobody searches for that many words" };

        to.browser.find (c.words);
        return Answer {};
    }

    Outcome operator() (const SetCommand& c) const { return from (to.processor.set (c.control, c.valueJson)); }
    Outcome operator() (const UndoCommand&) const { return from (to.document.undo()); }
    Outcome operator() (const RedoCommand&) const { return from (to.document.redo()); }

    Outcome operator() (const ProcessCommand& c) const
    {
        auto jobs = to.processor.process (c.regions ? *c.regions : to.selection());

        if (! jobs.ok())
            return jobs.error();

        return Answer { std::move (jobs.value()) };
    }

    Outcome operator() (const CancelCommand& c) const
    {
        if (c.job)
            to.processor.cancel (*c.job);
        else
        {
            to.processor.cancelAll();
            to.browser.cancel();
        }

        return Answer {};
    }

    Outcome operator() (const ChooseCommand& c) const
    {
        const auto arrangement = to.document.arrangement();
        const auto region = arrangement->regions.find (c.region);
        const auto span = region != arrangement->regions.end() ? arrangement->spanOf (region->second) : std::nullopt;

        if (! span)
            return Error { ErrorCode::regionUnknown, {}, {} };

        return from (to.document.choose (region->second.modification, *span, c.choice));
    }

    Outcome operator() (const DeleteTakeCommand& c) const
    {
        if (c.modification)
            return from (to.document.deleteTake (*c.modification, c.take));

        const auto arrangement = to.document.arrangement();
        std::vector<model::ModificationId> holders;

        for (const auto& [id, modification] : arrangement->modifications)
            if (std::any_of (modification.takes.begin(), modification.takes.end(), [&c] (const auto& take) { return take->id == c.take; }))
                holders.push_back (id);

        if (holders.empty())
            return Error { ErrorCode::takeUnknown, {}, {} };

        // A clone shares the take but is a modification of its own: which one is meant is not ours to guess.
        if (holders.size() > 1)
            return Error { ErrorCode::commandInvalid, {}, "several modifications hold this take; name one as 'modification'" };

        return from (to.document.deleteTake (holders.front(), c.take));
    }

    Outcome operator() (const ConsentCommand& c) const
    {
        const auto host = hostNamed (c.host);

        if (! host)
            return Error { ErrorCode::commandInvalid, {}, "'" + c.host + "' is no host name; it goes without scheme and port" };

        // The answer counts in any case; that it will be asked again next time is worth a notice, not a refusal.
        if (const auto status = to.settings.setConsent (*host, c.allow); ! status.ok())
            to.notices.add (status.error());

        return Answer {};
    }

    Outcome operator() (const DismissCommand& c) const
    {
        to.notices.dismiss (c.notice);
        return Answer {};
    }
};

} // namespace

core::Result<Answer> runCommand (const Command& command, const CommandTargets& targets)
{
    return std::visit (Runner { targets }, command);
}

} // namespace harp::shell
