// SPDX-License-Identifier: GPL-3.0-or-later
#include "Engine.h"

#include "RendererImpl.h"

namespace harp::render
{

class Engine::Impl
{
public:
    explicit Impl (std::shared_ptr<model::Document> document) : engine (std::make_shared<EngineCore> (std::move (document))) { engine->listen(); }

    std::shared_ptr<EngineCore> engine;
};

Engine::Engine (std::shared_ptr<model::Document> document) : impl (std::make_unique<Impl> (std::move (document))) {}

Engine::~Engine()
{
    close();
}

std::shared_ptr<Renderer> Engine::createRenderer()
{
    auto state = impl->engine->addRenderer();
    return std::shared_ptr<Renderer> (new Renderer (std::make_unique<Renderer::Impl> (impl->engine, std::move (state))));
}

void Engine::update() { impl->engine->update(); }
void Engine::invalidate (model::SourceId source) { impl->engine->invalidate (source); }
core::Status Engine::prepare (const model::TakePtr& take) { return impl->engine->prepareTake (take); }
void Engine::setPageMemory (std::size_t bytes) { impl->engine->setPageMemory (bytes); }
void Engine::setFailureListener (FailureListener listener) { impl->engine->setFailureListener (std::move (listener)); }
void Engine::close() { impl->engine->close(); }
Engine::Statistics Engine::statistics() const { return impl->engine->statistics(); }

} // namespace harp::render
