// SPDX-License-Identifier: GPL-3.0-or-later
// Thins out progress for the host: rising, within 0..1, at most a hundred and one calls. [model] thread.
#pragma once

#include <algorithm>
#include <functional>

namespace harp::ara
{

class Progress
{
public:
    using Receiver = std::function<void (float)>;

    explicit Progress (Receiver r) : receiver (std::move (r)) {}

    void operator() (float value)
    {
        // Written so that a value that is not a number is ignored.
        if (! (value >= last + step || (value >= 1.0f && last < 1.0f)))
            return;

        last = std::clamp (value, 0.0f, 1.0f);
        receiver (last);
    }

private:
    static constexpr float step = 0.01f;
    Receiver receiver;
    float last = -step;
};

} // namespace harp::ara
