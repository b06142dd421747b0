// SPDX-License-Identifier: MIT
// Which call into the plug-in is running on the model thread: what a callback is judged by.
//
// The frames belong to the model thread; another thread may only ask whether it is that thread. [model] unless noted
#pragma once

#include <algorithm>
#include <thread>
#include <vector>

namespace harp::host
{

// Kinds of calls, as far as a callback's right to exist depends on them.
enum class Call
{
    other,              // no callback but playback requests belongs here
    endEditing,
    notifyModelUpdates,
    contextObject,      // create or update of a musical context
    audioSource,        // the audio source group: create, update, content, access, deactivate, destroy
    store,
    restore,
    destroyController
};

class PluginCalls
{
public:
    struct Frame
    {
        Call call;
        const void* subject; // the host's object the call is about, or nullptr
    };

    PluginCalls() : model (std::this_thread::get_id()) {}

    // [any]
    bool isModelThread() const { return std::this_thread::get_id() == model; }

    bool none() const { return frames.empty(); }
    bool inside (Call call) const { return std::ranges::any_of (frames, [&] (auto& f) { return f.call == call; }); }

    bool inside (Call call, const void* subject) const
    {
        return std::ranges::any_of (frames, [&] (auto& f) { return f.call == call && f.subject == subject; });
    }

    // One call into the plug-in, for as long as this lives.
    class Scope
    {
    public:
        Scope (PluginCalls& owner, Call call, const void* subject = nullptr) : calls (owner) { calls.frames.push_back ({ call, subject }); }
        ~Scope() { calls.frames.pop_back(); }
        Scope (const Scope&) = delete;
        Scope& operator= (const Scope&) = delete;

    private:
        PluginCalls& calls;
    };

private:
    std::thread::id model;
    std::vector<Frame> frames;
};

} // namespace harp::host
