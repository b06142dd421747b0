// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageCache.h"

#include <algorithm>

namespace harp::render
{

std::shared_ptr<PageTable> PageCache::find (model::SourceId id, const model::Source& source, double playbackRate)
{
    const std::lock_guard guard (lock);
    auto& entry = entries[{ id, playbackRate }];

    if (entry.table == nullptr || entry.table->reader() != source.reader || entry.table->channels() != source.channels
        || entry.frames != source.frames || entry.rate != source.rate)
    {
        entry.frames = source.frames;
        entry.rate = source.rate;
        entry.table = std::make_shared<PageTable> (source.reader, source.channels, std::max<core::Frame> (source.frames, 0),
                                                   RateGrid::between (source.rate, playbackRate));
    }

    return entry.table;
}

void PageCache::invalidate (model::SourceId id)
{
    const std::lock_guard guard (lock);
    std::erase_if (entries, [id] (const auto& e) { return e.first.first == id; });
}

void PageCache::retryFailed()
{
    for (const auto& table : all())
        table->retryFailed();
}

void PageCache::keepOnly (const model::Arrangement& arrangement, const std::set<double>& rates)
{
    const std::lock_guard guard (lock);
    std::erase_if (entries, [&] (const auto& e)
    {
        return ! arrangement.sources.contains (e.first.first) || ! rates.contains (e.first.second);
    });
}

void PageCache::clear()
{
    const std::lock_guard guard (lock);
    entries.clear();
}

std::vector<std::shared_ptr<PageTable>> PageCache::all() const
{
    const std::lock_guard guard (lock);
    std::vector<std::shared_ptr<PageTable>> tables;

    for (const auto& [key, entry] : entries)
        tables.push_back (entry.table);

    return tables;
}

} // namespace harp::render
