// SPDX-License-Identifier: GPL-3.0-or-later
// Inside of a renderer. Threads as in Renderer.h.
#pragma once

#include "EngineCore.h"
#include "Renderer.h"

namespace harp::render
{

class Renderer::Impl
{
public:
    Impl (std::shared_ptr<EngineCore> c, std::shared_ptr<RendererState> s) : engine (std::move (c)), state (std::move (s)) {}

    void process (float* const* buffers, int channels, int frames, core::Frame position, bool playing, bool offline) noexcept;

    std::shared_ptr<EngineCore> engine;
    std::shared_ptr<RendererState> state;

private:
    bool play (const RenderPlan&, float* const* buffers, int channels, int frames, core::Frame position, bool offline) noexcept;
};

} // namespace harp::render
