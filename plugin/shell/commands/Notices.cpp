// SPDX-License-Identifier: GPL-3.0-or-later
#include "Notices.h"

#include <algorithm>

namespace harp::shell
{

bool Notices::add (const core::Error& error)
{
    const std::lock_guard lock (mutex);

    const bool known = std::any_of (content.begin(), content.end(), [&error] (const Notice& n)
                                    { return n.error.code == error.code && n.error.message == error.message && n.error.detail == error.detail; });

    if (known)
        return false;

    content.push_back ({ ++last, error });

    if (content.size() > most)
        content.erase (content.begin());

    return true;
}

bool Notices::dismiss (std::uint64_t id)
{
    const std::lock_guard lock (mutex);
    return std::erase_if (content, [id] (const Notice& n) { return n.id == id; }) > 0;
}

std::vector<Notice> Notices::all() const
{
    const std::lock_guard lock (mutex);
    return content;
}

} // namespace harp::shell
