// SPDX-License-Identifier: GPL-3.0-or-later
// The live objects behind the refs that hosts hold: a ref that was never given out, or whose object is gone, finds nothing.
//
// Refs are numbers that are never used twice, not addresses: memory is reused, and the ref of a dead object in an old
// selection would otherwise name a new one. [any but audio] thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace harp::ara
{

// Never 0. The step keeps refs aligned as addresses are, which some hosts check.
inline std::uintptr_t newRefValue() noexcept
{
    static std::atomic<std::uintptr_t> next { 0x10000 };
    return next.fetch_add (16);
}

template <typename Object, typename Ref>
class Registry
{
public:
    Ref add (std::shared_ptr<Object> object)
    {
        const auto value = newRefValue();
        const std::lock_guard lock (mutex);
        objects.emplace (value, std::move (object));
        return reinterpret_cast<Ref> (value);
    }

    std::shared_ptr<Object> find (Ref ref) const
    {
        const std::lock_guard lock (mutex);
        const auto found = objects.find (reinterpret_cast<std::uintptr_t> (ref));
        return found == objects.end() ? nullptr : found->second;
    }

    // nullptr when it was not there.
    std::shared_ptr<Object> remove (Ref ref)
    {
        const std::lock_guard lock (mutex);
        const auto found = objects.find (reinterpret_cast<std::uintptr_t> (ref));

        if (found == objects.end())
            return nullptr;

        auto object = std::move (found->second);
        objects.erase (found);
        return object;
    }

    // Oldest first.
    std::vector<std::shared_ptr<Object>> all() const
    {
        const std::lock_guard lock (mutex);
        std::vector<std::shared_ptr<Object>> result;
        result.reserve (objects.size());

        for (const auto& [value, object] : objects)
            result.push_back (object);

        return result;
    }

    bool isEmpty() const
    {
        const std::lock_guard lock (mutex);
        return objects.empty();
    }

private:
    mutable std::mutex mutex;
    std::map<std::uintptr_t, std::shared_ptr<Object>> objects;
};

} // namespace harp::ara
