// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageStore.h"

#include "PageReader.h"

#include <algorithm>
#include <unordered_set>

namespace harp::render
{

namespace
{

struct PageKey
{
    const PageTable* table;
    std::size_t index;

    friend bool operator== (const PageKey&, const PageKey&) = default;
};

struct PageKeyHash
{
    std::size_t operator() (const PageKey& k) const noexcept
    {
        return std::hash<const void*>() (k.table) ^ (k.index * 0x9e3779b97f4a7c15u);
    }
};

} // namespace

void PageStore::setNeeded (const std::vector<PageRef>& pages)
{
    ++now;
    std::unordered_set<PageKey, PageKeyHash> needed;

    for (const auto& page : pages)
        needed.insert ({ page.table.get(), page.index });

    // Tables that died took their pages along.
    std::erase_if (residents, [] (const Resident& r) { return r.table.expired(); });

    for (auto& resident : residents)
        if (const auto table = resident.table.lock(); table != nullptr && needed.contains ({ table.get(), resident.index }))
            resident.neededAt = now;
}

bool PageStore::load (const PageRef& ref)
{
    auto& table = *ref.table;

    if (ref.isThere() || ! table.refreshAvailability() || table.hasFailed (ref.index))
        return false;

    auto result = readPage (table, ref.index);

    if (result.outcome == model::SampleReader::Outcome::failed)
        table.setFailed (ref.index);

    if (result.outcome != model::SampleReader::Outcome::ok)
        return false;

    makeRoom (table.pageBytes());
    residents.push_back ({ ref.table, ref.index, table.pageBytes(), now });
    table.exchange (ref.index, std::move (result.audio));
    return true;
}

void PageStore::makeRoom (std::size_t bytes)
{
    std::size_t used = bytes;

    for (const auto& resident : residents)
        used += resident.bytes;

    if (used <= limit())
        return;

    std::sort (residents.begin(), residents.end(), [] (const auto& a, const auto& b) { return a.neededAt < b.neededAt; });

    // What is needed now stays, even above the limit: what is asked for never exceeds it, except by an offline block.
    std::erase_if (residents, [&] (Resident& resident)
    {
        if (used <= limit() || resident.neededAt >= now || ! evict (resident))
            return false;

        used -= resident.bytes;
        return true;
    });
}

bool PageStore::evict (Resident& resident)
{
    const auto table = resident.table.lock();

    if (table == nullptr)
        return true;

    std::unique_ptr<const core::Audio> page;

    if (! requests.unlessPinned ({ table, resident.index }, [&] { page = table->exchange (resident.index, nullptr); }))
        return false;

    retire (std::move (page));
    return true;
}

// The page is out of its table; blocks that began before may still read it.
void PageStore::retire (std::unique_ptr<const core::Audio> page)
{
    Retired entry { std::move (page), {} };

    for (auto& renderer : renderers())
        if (const auto mark = renderer->epoch.mark(); ! renderer->epoch.hasPassed (mark))
            entry.readers.emplace_back (std::move (renderer), mark);

    if (! entry.readers.empty())
        retired.push_back (std::move (entry));
}

bool PageStore::collect()
{
    std::erase_if (retired, [] (const Retired& r)
    {
        return std::all_of (r.readers.begin(), r.readers.end(), [] (const auto& reader) { return reader.first->epoch.hasPassed (reader.second); });
    });

    return retired.empty();
}

void PageStore::clear()
{
    residents.clear();
    retired.clear();
}

} // namespace harp::render
