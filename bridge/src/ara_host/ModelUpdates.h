// SPDX-License-Identifier: MIT
// The host's model update controller: collects what the plug-in says it has changed, and judges when and how.
#pragma once

#include "CallbackTarget.h"
#include "DocumentSide.h"

namespace harp::host
{

// One notification, in the order they came.
struct ModelUpdate
{
    std::string kind;     // analysis, source, modification, region or document
    const void* object = nullptr;
    int flags = 0;        // ARAContentUpdateFlags
    bool hasRange = false;
    double start = 0, duration = 0;
    int state = 0;        // ARAAnalysisProgressState
    float progress = 0;
};

class ModelUpdates : public CallbackTarget<ModelUpdates>
{
public:
    explicit ModelUpdates (DocumentSide& documentSide) : side (documentSide) {}

    const ARA::ARAModelUpdateControllerInterface& controllerInterface() const;

    // [model] What came since the last call.
    std::vector<ModelUpdate> take() { return std::exchange (updates, {}); }

private:
    bool allowed (const char* function);
    void analysis (const void* source, int state, float value);
    void changed (const char* kind, const void* object, bool known, const ARA::ARAContentTimeRange* range, int flags, const char* function);

    DocumentSide& side;
    std::vector<ModelUpdate> updates;
    std::map<const void*, float> running; // sources whose analysis has started and not ended, with the last progress
};

} // namespace harp::host
