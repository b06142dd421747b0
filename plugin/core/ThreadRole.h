// SPDX-License-Identifier: GPL-3.0-or-later
// Names the role of the running thread, so that debug builds notice a call from the wrong one.
//
// [model] the host's thread that made the ARA document; [audio] inside of a render call; [worker] our own threads;
// [any] everything else. A thread has no role until a ScopedThreadRole gives it one.
#pragma once

#include <cassert>

namespace harp::core
{

enum class ThreadRole
{
    none,
    model,
    audio,
    worker
};

ThreadRole& currentThreadRole() noexcept;

class ScopedThreadRole
{
public:
    explicit ScopedThreadRole (ThreadRole role) noexcept : previous (currentThreadRole()) { currentThreadRole() = role; }
    ~ScopedThreadRole() { currentThreadRole() = previous; }
    ScopedThreadRole (const ScopedThreadRole&) = delete;
    ScopedThreadRole& operator= (const ScopedThreadRole&) = delete;

private:
    ThreadRole previous;
};

} // namespace harp::core

// The function may only run in this role; HARP_ASSERT_NOT_AUDIO: anywhere but inside of a render call.
#define HARP_ASSERT_THREAD(role) assert (harp::core::currentThreadRole() == harp::core::ThreadRole::role)
#define HARP_ASSERT_NOT_AUDIO() assert (harp::core::currentThreadRole() != harp::core::ThreadRole::audio)
