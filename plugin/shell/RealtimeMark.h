// SPDX-License-Identifier: GPL-3.0-or-later
// Marks the span of a render call for a watchdog that a test may have loaded before the host.
//
// The two functions exist only in that watchdog (tests/hosts/realtime_guard); elsewhere their addresses are null and a
// mark costs two comparisons. [audio]
#pragma once

#if defined(__linux__)
extern "C"
{
__attribute__ ((weak, visibility ("default"))) void harpRealtimeEnter();
__attribute__ ((weak, visibility ("default"))) void harpRealtimeLeave();
}
#endif

namespace harp::shell
{

class RealtimeMark
{
public:
    explicit RealtimeMark (bool isRealtime) noexcept : marked (isRealtime)
    {
#if defined(__linux__)
        if (marked && harpRealtimeEnter != nullptr)
            harpRealtimeEnter();
#endif
    }

    ~RealtimeMark()
    {
#if defined(__linux__)
        if (marked && harpRealtimeLeave != nullptr)
            harpRealtimeLeave();
#endif
    }

    RealtimeMark (const RealtimeMark&) = delete;
    RealtimeMark& operator= (const RealtimeMark&) = delete;

private:
    const bool marked;
};

} // namespace harp::shell
