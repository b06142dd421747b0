// SPDX-License-Identifier: GPL-3.0-or-later
#include "Take.h"

#include <random>

namespace harp::model
{

TakeId makeTakeId()
{
    static constexpr char digits[] = "0123456789abcdef";
    std::random_device device; // the system's own generator: two machines must never give one id twice
    TakeId id;
    id.reserve (32);

    for (int word = 0; word < 4; ++word)
    {
        auto bits = static_cast<std::uint32_t> (device());

        for (int digit = 0; digit < 8; ++digit, bits >>= 4)
            id += digits[bits & 15u];
    }

    return id;
}

} // namespace harp::model
