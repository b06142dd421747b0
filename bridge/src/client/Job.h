// SPDX-License-Identifier: MIT
// One request on its way, and who hears of it. Built on [any] thread, then owned by the [bridge] thread.
#pragma once

#include <harp_bridge/Types.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace harp::bridge
{

struct Job
{
    enum class Kind
    {
        describe,
        models,
        process
    };

    JobId id = 0;
    std::string line;                            // what the worker is sent
    std::vector<std::shared_ptr<Block>> inputs;  // whose descriptors ride on it
    std::size_t outputLimit = 0;                 // bytes of one audio output
    std::optional<Failure> refused;              // it cannot be sent at all

    std::map<std::string, std::shared_ptr<Block>> outputs; // blocks that the worker was given

    std::function<void (const Progress&)> onProgress;
    std::function<void (const std::string&)> onNote; // after a cancel
    std::function<void (Outcome<Description>)> onDescribed; // exactly one of these three
    std::function<void (Outcome<ModelList>)> onListed;
    std::function<void (Outcome<ProcessResult>)> onProcessed;

    bool awaits (Kind kind) const
    {
        switch (kind)
        {
            case Kind::describe: return onDescribed != nullptr;
            case Kind::models:   return onListed != nullptr;
            case Kind::process:  return onProcessed != nullptr;
        }

        return false;
    }

    void fail (const Failure& failure) const
    {
        if (onProcessed)
            onProcessed (failure);
        else if (onListed)
            onListed (failure);
        else if (onDescribed)
            onDescribed (failure);
    }
};

} // namespace harp::bridge
