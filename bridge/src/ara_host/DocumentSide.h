// SPDX-License-Identifier: MIT
// What the five host interfaces of one document share: its graph, the running call into the plug-in, and the broken rules.
//
// The object outlives the document controller, so that a late callback is recorded instead of crashing. [any]
#pragma once

#include "Graph.h"
#include "PluginCalls.h"
#include "Violations.h"

namespace harp::host
{

// What the host leaves out, to see whether the plug-in copes. Everything here is legal for a host.
struct HostQuirks
{
    bool contentAccess = true;   // false: the optional interface is NULL
    bool modelUpdates = true;
    bool playback = true;
    bool shortStructs = false;   // structures end where those of the first ARA 2 hosts ended
    bool strict = true;          // false: audio readers are welcome in any host call, as in most hosts
};

struct DocumentSide
{
    Graph graph;
    PluginCalls calls;
    Violations violations;
    HostQuirks quirks;
    std::atomic<bool> controllerAlive { false };

    void violation (const char* category, const std::string& text) { violations.add (category, text); }

    // False, and recorded, unless the caller is the model thread inside a call of the host.
    bool inHostCall (const char* function)
    {
        if (! calls.isModelThread())
            violation ("thread", std::string (function) + " was called on a thread that is not the model thread");
        else if (calls.none())
            violation ("context", std::string (function) + " was called while no host call was running");
        else
            return true;

        return false;
    }
};

} // namespace harp::host
