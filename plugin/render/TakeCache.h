// SPDX-License-Identifier: GPL-3.0-or-later
// The converted takes of one engine, each once per playback rate. [any but audio] thread.
//
// A take that the document knows is kept until the document no longer has it; one that it does not know yet (it was
// prepared and will be committed) until nobody holds it.
#pragma once

#include "ConvertedTake.h"

#include <model/Arrangement.h>

#include <set>

namespace harp::render
{

class TakeCache
{
public:
    // Makes it, pending, when it is not there. `output` must exist.
    std::shared_ptr<ConvertedTake> find (const model::Take&, int output, double playbackRate);

    // Lets go of what neither the document nor a rate in use needs; plans may hold it for a while longer.
    void keepOnly (const model::Arrangement&, const std::set<double>& rates);
    void clear();

private:
    struct Entry
    {
        std::weak_ptr<const model::StoredAudio> stored;
        model::TakeId take;
        core::Span span;
        double sourceRate = 0.0;
        double playbackRate = 0.0;
        bool wasInDocument = false;
        std::shared_ptr<ConvertedTake> converted;
    };

    std::mutex lock;
    std::vector<Entry> entries;
};

} // namespace harp::render
