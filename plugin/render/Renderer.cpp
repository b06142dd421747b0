// SPDX-License-Identifier: GPL-3.0-or-later
#include "Renderer.h"

#include "RendererImpl.h"

#include <core/ThreadRole.h>

#include <algorithm>

namespace harp::render
{

void Renderer::Impl::process (float* const* buffers, int channels, int frames, core::Frame position, bool playing, bool offline) noexcept
{
#ifndef NDEBUG
    // Not in release builds: the first use of a thread-local variable of a loaded module may allocate.
    const core::ScopedThreadRole role (core::ThreadRole::audio);
#endif

    if (frames <= 0)
        return;

    for (int c = 0; c < channels; ++c)
        std::fill_n (buffers[c], frames, 0.0f);

    state->noteBlock (position, frames, playing);

    if (! playing || engine->isClosed())
        return;

    const core::ScopedAudioBlock block (state->epoch);
    const auto* const published = state->slot.read();

    if (published != nullptr && ! play (*published->plan, buffers, channels, frames, position, offline))
        engine->countMiss();
}

bool Renderer::Impl::play (const RenderPlan& plan, float* const* buffers, int channels, int frames, core::Frame position,
                           bool offline) noexcept
{
    if (! offline)
        return plan.render (buffers, channels, frames, position);

    const auto pinned = engine->awaitBlock (plan, { position, position + frames });
    return engine->isClosed() || plan.render (buffers, channels, frames, position);
}

Renderer::Renderer (std::unique_ptr<Impl> i) : impl (std::move (i)) {}

Renderer::~Renderer()
{
    release();
}

void Renderer::setRegions (std::vector<model::RegionId> regions)
{
    impl->engine->setRegions (*impl->state, std::move (regions));
}

void Renderer::prepare (double sampleRate, int, int)
{
    impl->engine->setPrepared (*impl->state, sampleRate);
}

void Renderer::release()
{
    impl->engine->setReleased (*impl->state);
}

void Renderer::process (float* const* buffers, int channels, int frames, core::Frame position, bool playing, bool offline) noexcept
{
    impl->process (buffers, channels, frames, position, playing, offline);
}

} // namespace harp::render
