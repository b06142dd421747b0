// SPDX-License-Identifier: MIT
// The other side of the protocol while it lives: a process, or a thread with an interpreter. [bridge] thread only.
#pragma once

#include <harp_bridge/Bridge.h>

#include <chrono>
#include <memory>
#include <string>

namespace harp::bridge
{

class Peer
{
public:
    Peer() = default;
    virtual ~Peer() = default;
    Peer (const Peer&) = delete;
    Peer& operator= (const Peer&) = delete;

    // 0 when there is no process.
    virtual int pid() const = 0;

    // Asks it to leave (politely or not); nothing but the end of the socket where there is no process.
    virtual void terminate() = 0;
    virtual void kill() = 0;

    // True when it has ended and nothing of it is left; waits at most that long.
    virtual bool waitForEnd (std::chrono::milliseconds) = 0;

    // How it ended, for developers.
    virtual std::string obituary() const = 0;
};

// Each takes the descriptor `theirs` over, also when it fails: then nullptr, and `failure` is filled.
std::unique_ptr<Peer> startWorkerProcess (const Config& config, int theirs, Failure& failure);
std::unique_ptr<Peer> startEmbedded (const Config& config, int theirs, bool& hostHoldsPython, Failure& failure);

// False when `path` is not there or not executable; then `failure` names it.
bool isExecutable (const std::string& path, const char* what, Failure& failure);

} // namespace harp::bridge
