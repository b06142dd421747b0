// SPDX-License-Identifier: MIT
// The rules a plug-in has broken so far, in order. [any]
#pragma once

#include <mutex>
#include <string>
#include <vector>

namespace harp::host
{

// `category` is one of: thread, context, reference, access, reader, archive, content, update, playback, factory, interface,
// role, vst3, assertion.
struct Violation
{
    std::string category;
    std::string text;
};

class Violations
{
public:
    void add (std::string category, std::string text)
    {
        const std::scoped_lock lock (mutex);

        if (records.size() < limit) // a plug-in that breaks a rule per block must not fill the memory
            records.push_back ({ std::move (category), std::move (text) });
    }

    std::vector<Violation> all() const
    {
        const std::scoped_lock lock (mutex);
        return records;
    }

    void clear()
    {
        const std::scoped_lock lock (mutex);
        records.clear();
    }

private:
    static constexpr std::size_t limit = 1000;

    mutable std::mutex mutex;
    std::vector<Violation> records;
};

} // namespace harp::host
