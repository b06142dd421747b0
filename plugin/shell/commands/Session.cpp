// SPDX-License-Identifier: GPL-3.0-or-later
#include "Session.h"

#include "CommandParser.h"
#include "CommandRunner.h"
#include "StateWriter.h"

#include <core/ThreadRole.h>
#include <processing/HostName.h>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace harp::shell
{

using core::Error;
using core::ErrorCode;
using Json = nlohmann::json;

namespace
{

std::string replyTo (std::uint64_t id, const core::Result<Answer>& outcome)
{
    Json reply { { "ok", outcome.ok() }, { "id", id } };

    if (! outcome.ok())
        reply["error"] = errorJson (outcome.error());
    else if (outcome.value().jobs)
        reply["jobs"] = *outcome.value().jobs;

    return textOf (reply);
}

} // namespace

Session::Session (Parts parts)
    : settings (std::move (parts.settings)), changes (std::make_shared<std::atomic<std::int64_t>> (1)), open (std::make_shared<Open>())
{
    open->document = parts.document;
    open->engine = parts.engine;
    documentName = parts.document->arrangement()->name;

    processing::Surroundings surroundings;
    surroundings.hasConsent = [kept = settings] (const std::string& host) { return kept->hasConsent (host); };
    surroundings.changed = [counter = changes] { ++*counter; };
    surroundings.clientVersion = std::move (parts.clientVersion);

    // Without an engine nobody listens, so nothing needs to be ready.
    surroundings.prepareTake = [engine = std::weak_ptr (parts.engine)] (const model::TakePtr& take)
    {
        const auto alive = engine.lock();
        return alive != nullptr ? alive->prepare (take) : core::Status (core::Done {});
    };

    open->processor = std::make_unique<processing::Processor> (std::move (parts.document), parts.bridge, std::move (surroundings));
    open->browser = std::make_unique<processing::Browser> (std::move (parts.bridge), browserSurroundings());

    if (open->engine != nullptr)
        open->engine->setFailureListener ([this] (const Error& error) { report (error); });

    for (const auto& problem : settings->problems())
        notices.add (problem);
}

processing::Browser::Surroundings Session::browserSurroundings()
{
    // The browser's worker is joined by close(), so it may use the session itself.
    return { [this] (const std::string& address)
             {
                 if (const auto status = settings->setModelList (address); ! status.ok())
                     report (status.error());
             },
             [counter = changes] { ++*counter; } };
}

Session::~Session()
{
    close();
}

void Session::selectionChanged (const ara::Selection& next)
{
    {
        const std::lock_guard lock (mutex);
        selection = next;
    }

    ++*changes;
}

void Session::report (const Error& error)
{
    if (notices.add (error))
        ++*changes;
}

void Session::close()
{
    const auto ending = current();

    if (ending == nullptr)
        return;

    ending->processor->close();
    ending->browser->close();

    if (ending->engine != nullptr)
        ending->engine->setFailureListener ({});

    const std::lock_guard lock (mutex);

    if (open == nullptr)
        return;

    documentName = ending->document->arrangement()->name;

    // The document's own counter is no longer heard; what it had counted stays counted.
    *changes += static_cast<std::int64_t> (ending->document->revision()) + 1;
    selection = {};
    open.reset();
}

std::string Session::command (const std::string& json)
{
    HARP_ASSERT_NOT_AUDIO();
    const auto id = ++commands;
    const auto document = current();

    if (document == nullptr)
        return replyTo (id, closedError());

    try
    {
        const auto parsed = parseCommand (json);

        if (! parsed.ok())
            return replyTo (id, parsed.error());

        const CommandTargets targets { *document->document, *document->processor, *document->browser, *settings, notices,
                                       [&] { return selectedRegions (*document->document->arrangement()); } };

        const auto outcome = runCommand (parsed.value(), targets);
        ++*changes;
        return replyTo (id, outcome);
    }
    catch (const std::bad_alloc&)
    {
        return replyTo (id, Error { ErrorCode::outOfMemory, {}, {} });
    }
    catch (const std::exception& e)
    {
        return replyTo (id, Error { ErrorCode::internal, {}, e.what() });
    }
}

std::string Session::state (std::int64_t since)
{
    HARP_ASSERT_NOT_AUDIO();
    std::shared_ptr<Open> document;
    std::int64_t now = 0;

    {
        // The number comes before the rest: what changes meanwhile is in the state already and brings a higher number next time.
        const std::lock_guard lock (mutex);
        document = open;
        now = revisionLocked();
    }

    return now > since ? fullState (now, document.get()) : textOf ({ { "revision", now } });
}

std::string Session::fullState (std::int64_t now, const Open* document) const
{
    Snapshot snapshot;
    snapshot.revision = now;
    snapshot.isOpen = document != nullptr;
    snapshot.notices = notices.all();

    if (document == nullptr)
    {
        const std::lock_guard lock (mutex);
        auto empty = std::make_shared<model::Arrangement>();
        empty->name = documentName;
        snapshot.arrangement = std::move (empty);
        return writeState (snapshot);
    }

    snapshot.arrangement = document->document->arrangement();
    snapshot.endpoint = document->document->endpoint();
    snapshot.load = document->processor->loadState();
    snapshot.browser = document->browser->state();
    snapshot.modelList = settings->modelList();
    snapshot.jobs = document->processor->jobs();
    snapshot.selection = selectedRegions (*snapshot.arrangement);
    snapshot.canUndo = document->document->canUndo();
    snapshot.canRedo = document->document->canRedo();

    if (snapshot.endpoint.description)
        snapshot.hasConsent = settings->hasConsent (processing::hostOf (snapshot.endpoint.description->address).value_or (""));

    if (document->engine != nullptr)
        snapshot.playback = document->engine->statistics();

    return writeState (snapshot);
}

std::shared_ptr<Session::Open> Session::current() const
{
    const std::lock_guard lock (mutex);
    return open;
}

std::int64_t Session::revisionLocked() const
{
    return *changes + static_cast<std::int64_t> (settings->revision())
           + (open != nullptr ? static_cast<std::int64_t> (open->document->revision()) : 0);
}

// Hosts may name regions that are gone by the time anybody asks.
std::vector<model::RegionId> Session::selectedRegions (const model::Arrangement& arrangement) const
{
    const std::lock_guard lock (mutex);
    auto result = selection.regions;
    std::erase_if (result, [&arrangement] (auto id) { return ! arrangement.regions.contains (id); });

    if (! selection.regions.empty())
        return result;

    // A marquee: tracks and a time range; without a range the whole tracks.
    for (const auto& [id, region] : arrangement.regions)
    {
        const auto onTrack = std::find (selection.tracks.begin(), selection.tracks.end(), region.track) != selection.tracks.end();
        const auto inRange = ! selection.range
                             || (region.start < selection.range->start + selection.range->duration
                                 && selection.range->start < region.start + region.duration);

        if (onTrack && inRange)
            result.push_back (id);
    }

    return result;
}

Error Session::closedError() const
{
    return { ErrorCode::cancelled, {}, "the document is closed" };
}

std::shared_ptr<Session> makeSession (Session::Parts parts)
{
    return std::make_shared<Session> (std::move (parts));
}

} // namespace harp::shell
