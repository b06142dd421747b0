// SPDX-License-Identifier: GPL-3.0-or-later
// What the user must be told and has not yet waved away. [any but audio] thread.
#pragma once

#include <core/Error.h>

#include <mutex>
#include <vector>

namespace harp::shell
{

struct Notice
{
    std::uint64_t id = 0;
    core::Error error;
};

class Notices
{
public:
    // The same words are shown once; beyond `most`, the oldest go. Returns false when nothing changed.
    bool add (const core::Error&);

    // Unknown ones are ignored (another editor may have been quicker); returns false then.
    bool dismiss (std::uint64_t id);

    std::vector<Notice> all() const; // oldest first

    static constexpr std::size_t most = 50;

private:
    mutable std::mutex mutex;
    std::vector<Notice> content;
    std::uint64_t last = 0;
};

} // namespace harp::shell
