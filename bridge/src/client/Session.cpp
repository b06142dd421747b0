// SPDX-License-Identifier: MIT
#include "client/Session.h"

#include "client/Sockets.h"

#include <algorithm>

namespace harp::bridge
{

using std::chrono::milliseconds;

std::unique_ptr<Session> Session::start (const Config& config, Failure& failure)
{
    Pair pair;

    if (! makePair (pair))
    {
        failure = { "worker_missing", {}, "no socket pair for the worker: too many open files" };
        return nullptr;
    }

    std::unique_ptr<Session> session (new Session (config, pair.ours));

    if (config.backend == Backend::worker)
    {
        session->peer = startWorkerProcess (config, pair.theirs, failure);
    }
    else
    {
        bool hostHoldsPython = false;
        session->peer = startEmbedded (config, pair.theirs, hostHoldsPython, failure);

        if (hostHoldsPython && ! config.worker.empty())
        {
            auto instead = config;
            instead.backend = Backend::worker;
            return start (instead, failure);
        }
    }

    return session->peer != nullptr ? std::move (session) : nullptr;
}

void Session::send (std::string text, std::vector<std::shared_ptr<Block>> blocks)
{
    line.queue (std::move (text), std::move (blocks));
    line.flush();
}

bool Session::acceptReady (const wire::Ready& message, std::string& reason)
{
    if (message.protocol != wire::protocolVersion)
        reason = "the worker speaks protocol " + std::to_string (message.protocol) + ", not "
               + std::to_string (wire::protocolVersion);
    else if (ready)
        reason = "the worker said twice that it is ready";
    else
        ready = true;

    return reason.empty();
}

bool Session::acceptPong (const wire::Pong& pong, std::string& reason)
{
    if (pongsHeard == pingsSent || pong.number != pongsHeard + 1)
        reason = "the worker answered a ping that was not sent";
    else
        ++pongsHeard;

    return reason.empty();
}

bool Session::checkHealth (bool busy, Clock::time_point now, std::string& reason)
{
    if (! ready)
    {
        if (now - started > limits.startLimit)
            reason = "the worker was not ready after " + std::to_string (limits.startLimit.count()) + " ms";
    }
    else if (pongsHeard < pingsSent)
    {
        if (now - pinged > limits.silenceLimit)
            reason = "the worker has answered nothing for " + std::to_string (limits.silenceLimit.count()) + " ms";
    }
    else if (busy && now - pinged >= std::min (milliseconds (2000), limits.silenceLimit / 4))
    {
        pinged = now;
        send (wire::pingLine (++pingsSent));
    }

    return reason.empty();
}

std::unique_ptr<Peer> Session::kill (std::string& obituary)
{
    line.shutDown();
    peer->kill();
    peer->waitForEnd (milliseconds (peer->pid() != 0 ? 100 : 0));
    obituary = peer->obituary();
    return std::move (peer);
}

void Session::quit()
{
    if (line.isFlushed())
        send (wire::quitLine());

    line.shutDown();

    if (peer->waitForEnd (milliseconds (400)))
        return;

    peer->terminate();

    if (! peer->waitForEnd (milliseconds (150)))
        peer->kill();

    peer->waitForEnd (milliseconds (200));
}

} // namespace harp::bridge
