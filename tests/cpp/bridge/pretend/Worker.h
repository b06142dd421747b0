// SPDX-License-Identifier: MIT
// A worker that keeps the protocol; each misbehaving one overrides the step in which it goes wrong. One thread.
#pragma once

#include "Wire.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace pretend
{

class Worker
{
public:
    virtual ~Worker() = default;

    // Until quit or the end of the connection.
    void run();

protected:
    struct Work
    {
        std::uint64_t job = 0;
        Json values;
        Json audio;
        std::vector<std::unique_ptr<Mapped>> inputs;
        std::map<std::string, std::unique_ptr<Mapped>> outputs;
    };

    virtual void start() { wire.say ({ { "ev", "ready" }, { "protocol", 1 }, { "version", "0" }, { "python", "0" } }); }
    virtual void ping (const Json& message) { wire.say ({ { "ev", "pong" }, { "n", message["n"] } }); }
    virtual void cancel (std::uint64_t job);
    virtual void process (Work& work);
    virtual void complete (Work& work);
    virtual void quit() { leaving = true; }

    void needBlock (const Work& work, const std::string& output, std::int64_t frames, int channels);
    void say (Json message, const Work& work);
    void sayDone (const Work& work, const Json& audio);
    static Json doneEntry (const Work& work, std::size_t input);

    Wire wire;
    std::map<std::uint64_t, Work> open;
    bool leaving = false;

private:
    void handle (const Json& message);
    void beginProcess (const Json& message);
    void takeBlock (const Json& message);
};

// nullptr for an unknown name.
std::unique_ptr<Worker> makeWorker (const std::string& behaviour);

} // namespace pretend
