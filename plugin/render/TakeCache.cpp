// SPDX-License-Identifier: GPL-3.0-or-later
#include "TakeCache.h"

#include <algorithm>

namespace harp::render
{

std::shared_ptr<ConvertedTake> TakeCache::find (const model::Take& take, int output, double playbackRate)
{
    const auto& stored = take.outputs[static_cast<std::size_t> (output)].audio;
    const std::lock_guard guard (lock);

    // The span and its rate are part of what is looked for: they change with the rate of the source, the take's name does not.
    const auto found = std::find_if (entries.begin(), entries.end(), [&] (const Entry& e)
    {
        return e.stored.lock() == stored && e.span == take.span && e.sourceRate == take.sourceRate && e.playbackRate == playbackRate;
    });

    if (found != entries.end())
        return found->converted;

    entries.push_back ({ stored, take.id, take.span, take.sourceRate, playbackRate, false,
                         std::make_shared<ConvertedTake> (take, output, playbackRate) });
    return entries.back().converted;
}

void TakeCache::keepOnly (const model::Arrangement& arrangement, const std::set<double>& rates)
{
    std::set<const model::StoredAudio*> known;

    for (const auto& [id, modification] : arrangement.modifications)
        for (const auto& take : modification.takes)
            for (const auto& output : take->outputs)
                known.insert (output.audio.get());

    std::vector<Entry> dropped; // freed after the lock is
    const std::lock_guard guard (lock);

    const auto isNeeded = [&] (Entry& e)
    {
        const auto stored = e.stored.lock();
        const auto inDocument = stored != nullptr && known.contains (stored.get());
        const auto waitsForCommit = stored != nullptr && ! e.wasInDocument;
        e.wasInDocument = e.wasInDocument || inDocument;
        return rates.contains (e.playbackRate) && (inDocument || waitsForCommit);
    };

    const auto end = std::partition (entries.begin(), entries.end(), isNeeded);
    dropped.assign (std::make_move_iterator (end), std::make_move_iterator (entries.end()));
    entries.erase (end, entries.end());
}

void TakeCache::clear()
{
    std::vector<Entry> dropped;
    const std::lock_guard guard (lock);
    dropped.swap (entries);
}

} // namespace harp::render
