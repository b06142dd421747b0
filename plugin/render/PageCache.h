// SPDX-License-Identifier: GPL-3.0-or-later
// The page tables of one engine, each once per source and playback rate. [any but audio] thread.
#pragma once

#include "PageTable.h"

#include <model/Arrangement.h>

#include <map>
#include <mutex>
#include <set>

namespace harp::render
{

class PageCache
{
public:
    // A source whose reader, length, rate or channels changed gets a new table; plans may hold the old one for a while longer.
    std::shared_ptr<PageTable> find (model::SourceId, const model::Source&, double playbackRate);

    // The samples of the source changed: its tables are made anew, empty, at the next find().
    void invalidate (model::SourceId);

    // Pages that could not be read are tried again.
    void retryFailed();

    // Lets go of what neither the document nor a rate in use needs.
    void keepOnly (const model::Arrangement&, const std::set<double>& rates);
    void clear();

    std::vector<std::shared_ptr<PageTable>> all() const;

private:
    struct Entry
    {
        core::Frame frames = 0;
        double rate = 0.0;
        std::shared_ptr<PageTable> table;
    };

    mutable std::mutex lock;
    std::map<std::pair<model::SourceId, double>, Entry> entries; // by source and playback rate
};

} // namespace harp::render
