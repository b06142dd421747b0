// SPDX-License-Identifier: GPL-3.0-or-later
// Waits for what another thread or process must bring about, and gives up after a while.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace harp::test
{

inline bool waitFor (const std::function<bool()>& condition, std::chrono::seconds limit = std::chrono::seconds (120))
{
    const auto deadline = std::chrono::steady_clock::now() + limit;

    while (! condition())
    {
        if (std::chrono::steady_clock::now() > deadline)
            return false;

        std::this_thread::sleep_for (std::chrono::milliseconds (1));
    }

    return true;
}

} // namespace harp::test
