// SPDX-License-Identifier: MIT
// One life of a worker: its socket, its process or thread, and whether it still answers. [bridge] thread only.
#pragma once

#include "client/LineSocket.h"
#include "client/Messages.h"
#include "client/Peer.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace harp::bridge
{

class Session
{
public:
    using Clock = std::chrono::steady_clock;

    // nullptr with `failure` filled when it cannot be started.
    static std::unique_ptr<Session> start (const Config& config, Failure& failure);

    LineSocket& socket() { return line; }
    int pid() const { return peer->pid(); }

    void send (std::string text, std::vector<std::shared_ptr<Block>> blocks = {});

    // False when the worker must not say this now; then `reason` says why.
    bool acceptReady (const wire::Ready& ready, std::string& reason);
    bool acceptPong (const wire::Pong& pong, std::string& reason);
    bool isReady() const { return ready; }

    // True while it owes an answer, whether there are jobs or not.
    bool isAwaited() const { return ! ready || pongsHeard < pingsSent; }

    // Pings a worker that has something to do. False when it has been silent for too long.
    bool checkHealth (bool busy, Clock::time_point now, std::string& reason);

    // Ends it without asking. The peer that comes back may still be about to end; `obituary` says how it did.
    std::unique_ptr<Peer> kill (std::string& obituary);

    // Asks it to quit and ends it by all means, within about 0.8 seconds.
    void quit();

private:
    Session (const Config& config, int descriptor) : line (descriptor), limits (config), started (Clock::now()) {}

    LineSocket line;
    std::unique_ptr<Peer> peer;
    Config limits;
    Clock::time_point started;
    bool ready = false;
    std::uint64_t pingsSent = 0;
    std::uint64_t pongsHeard = 0;
    Clock::time_point pinged {};
};

} // namespace harp::bridge
