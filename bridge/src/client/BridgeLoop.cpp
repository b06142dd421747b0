// SPDX-License-Identifier: MIT
#include "client/BridgeLoop.h"

#include "shared/Signals.h"

#include <algorithm>
#include <exception>
#include <array>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace harp::bridge
{

using std::chrono::milliseconds;

Bridge::Impl::~Impl()
{
    {
        const std::lock_guard lock (mutex);
        quitting = true;
    }

    wake();

    if (thread.joinable())
        thread.join();

    closeDescriptor (waker.ours);
    closeDescriptor (waker.theirs);
}

void Bridge::Impl::add (Job job)
{
    post (std::move (job));
}

void Bridge::Impl::cancel (JobId id)
{
    if (id != 0 && id <= lastId)
        post (Cancel { id });
}

void Bridge::Impl::post (Command command)
{
    {
        const std::lock_guard lock (mutex);
        commands.push_back (std::move (command));

        if (! thread.joinable())
        {
            makePair (waker); // without one (no descriptors left) the thread looks by itself now and then
            thread = std::thread ([this] { run(); });
        }
    }

    wake();
}

void Bridge::Impl::wake() const
{
    const char byte = 0;

    if (waker.theirs >= 0)
        static_cast<void> (send (waker.theirs, &byte, 1, MSG_DONTWAIT));
}

void Bridge::Impl::run()
{
    blockSignalsInThisThread();

    while (runOnce())
    {
    }

    finish();
}

// Nothing leaves this thread as an exception: what a worker sends may be more than there is memory for.
bool Bridge::Impl::runOnce()
{
    try
    {
        waitForEvents();
        readEvents();
        checkHealth();
        std::erase_if (dying, [] (auto& peer) { return peer->waitForEnd (milliseconds (0)); });
        return runCommands();
    }
    catch (const std::exception& error)
    {
        if (session != nullptr)
            lose (std::string ("handling what the worker sent failed: ") + error.what());

        return true;
    }
}

bool Bridge::Impl::isBusy() const
{
    return ! jobs.empty()
        || std::any_of (closings.begin(), closings.end(), [] (const auto& entry) { return ! entry.second.over; });
}

void Bridge::Impl::waitForEvents()
{
    std::array<pollfd, 2> watched { pollfd { waker.ours, POLLIN, 0 }, pollfd { -1, 0, 0 } };
    int limit = waker.ours < 0 ? 20 : dying.empty() ? -1 : 100;

    if (session != nullptr)
    {
        const auto events = session->socket().wantsToWrite() ? POLLIN | POLLOUT : POLLIN;
        watched[1] = { session->socket().descriptor(), static_cast<short> (events), 0 };

        if (limit < 0 && (isBusy() || session->isAwaited()))
            limit = static_cast<int> (std::clamp (config.silenceLimit / 8, milliseconds (5), milliseconds (250)).count());
    }

    poll (watched.data(), watched.size(), limit);

    std::array<char, 256> bytes;

    if (waker.ours >= 0)
        while (recv (waker.ours, bytes.data(), bytes.size(), MSG_DONTWAIT) == static_cast<ssize_t> (bytes.size()))
        {
        }
}

void Bridge::Impl::readEvents()
{
    if (session == nullptr)
        return;

    session->socket().flush();
    const auto status = session->socket().receive();
    std::string text, reason;

    while (session != nullptr && session->socket().nextLine (text))
    {
        // A job that was cancelled before its end was read has ended as cancelled.
        if (! runCommands())
            return;

        const auto event = wire::parse (text, reason);

        if (! event || ! handle (*event, reason))
            lose ("the worker broke the protocol: " + reason);
    }

    if (session == nullptr)
        return;

    if (status == LineSocket::Status::closed)
        lose ("the worker closed the connection");
    else if (status == LineSocket::Status::tooLong)
        lose ("the worker broke the protocol: a line is too long");
}

bool Bridge::Impl::runCommands()
{
    std::deque<Command> batch;

    {
        const std::lock_guard lock (mutex);

        if (quitting)
            return false;

        batch.swap (commands);
    }

    for (auto& command : batch)
    {
        if (auto* job = std::get_if<Job> (&command))
            begin (std::move (*job));
        else
            stop (std::get<Cancel> (command).id);
    }

    return true;
}

void Bridge::Impl::begin (Job job)
{
    if (job.refused)
        return job.fail (*job.refused);

    if (session == nullptr)
    {
        Failure failure;
        session = Session::start (config, failure);

        if (session == nullptr)
            return job.fail (failure);

        pid = session->pid();
        running = true;
    }

    session->send (std::move (job.line), std::move (job.inputs));
    const auto id = job.id;
    jobs.emplace (id, std::move (job));
}

void Bridge::Impl::stop (JobId id)
{
    const auto job = jobs.find (id);

    if (job == jobs.end())
        return;

    session->send (wire::cancelLine (id));
    close (job, { "cancelled", {}, {} });
}

// Tells the end of a job on which the worker still works.
void Bridge::Impl::close (std::map<JobId, Job>::iterator job, const Failure& failure)
{
    const auto ended = std::move (job->second);
    jobs.erase (job);
    closings[ended.id] = { Clock::now(), false, ended.onNote };
    ended.fail (failure);
}

void Bridge::Impl::checkHealth()
{
    if (session == nullptr)
        return;

    const auto now = Clock::now();
    std::string reason;

    if (! session->checkHealth (isBusy(), now, reason))
        return lose (reason);

    // A worker that does not let go of a job that was ended makes room for a new one, but never at the cost of others.
    for (const auto& [id, closing] : closings)
        if (jobs.empty() && ! closing.over && now - closing.since > config.silenceLimit * 2)
            return lose ("the worker did not end a job that was cancelled");
}

void Bridge::Impl::lose (const std::string& reason)
{
    loseWith ({ "worker_lost", {}, reason });
}

// Ends the session first: what a callback asks for goes to a fresh worker.
void Bridge::Impl::loseWith (const Failure& cause)
{
    std::string obituary;
    auto failure = cause;

    if (auto peer = session->kill (obituary); ! peer->waitForEnd (milliseconds (0)))
        dying.push_back (std::move (peer));

    failure.detail += "; " + obituary;
    session.reset();
    closings.clear();
    pid = 0;
    running = false;

    for (const auto& [id, job] : std::exchange (jobs, {}))
        job.fail (failure);
}

void Bridge::Impl::finish()
{
    for (const auto& [id, job] : std::exchange (jobs, {}))
        job.fail ({ "cancelled", {}, "the bridge was closed" });

    // Also the requests that never left, and those that a callback made meanwhile.
    for (bool more = true; more;)
    {
        std::deque<Command> rest;

        {
            const std::lock_guard lock (mutex);
            rest.swap (commands);
        }

        more = ! rest.empty();

        for (const auto& command : rest)
            if (const auto* job = std::get_if<Job> (&command))
                job->fail ({ "cancelled", {}, "the bridge was closed" });
    }

    if (session != nullptr)
        session->quit();

    session.reset();

    for (const auto& peer : dying)
        peer->waitForEnd (milliseconds (500));

    dying.clear();
    pid = 0;
    running = false;
}

} // namespace harp::bridge
