// SPDX-License-Identifier: GPL-3.0-or-later
#include "EngineCore.h"

#include <exception>

#include "PlanBuilder.h"

#include <algorithm>

namespace harp::render
{

EngineCore::EngineCore (std::shared_ptr<model::Document> d)
    : document (std::move (d)), supplier (pages, [this] { return renderers(); }, [this] (const auto& error) { takeFailed (error); })
{
}

EngineCore::~EngineCore()
{
    close();
}

void EngineCore::listen()
{
    listener = document->addListener ([weak = weak_from_this()]
    {
        if (const auto core = weak.lock())
            core->updateUnlessExhausted();
    });
}

void EngineCore::updateUnlessExhausted() noexcept
{
    try
    {
        update();
    }
    catch (const std::exception&)
    {
        // bad_alloc or length_error of a plan: nothing was published, what sounds goes on sounding.
        return;
    }
}

void EngineCore::close()
{
    std::shared_ptr<model::Document> left;

    {
        const std::lock_guard guard (updates);
        left = std::exchange (document, nullptr);
    }

    if (left == nullptr)
        return;

    left->removeListener (listener);
    supplier.stop();

    for (const auto& renderer : renderers())
        renderer->publish (nullptr);

    pages.clear();
    takes.clear();
}

void EngineCore::update()
{
    {
        const std::lock_guard guard (updates);

        if (document == nullptr)
            return;

        const auto arrangement = document->arrangement();
        pages.retryFailed();

        for (const auto& renderer : renderers())
            publish (*renderer, *arrangement);

        sweep (*arrangement);
    }

    supplier.requests.wake();
}

void EngineCore::invalidate (model::SourceId source)
{
    pages.invalidate (source);
    update();
}

core::Status EngineCore::prepareTake (const model::TakePtr& take)
{
    std::set<double> rates;

    {
        const std::lock_guard guard (updates);
        rates = ratesInUse();
    }

    for (const auto rate : rates)
        for (int output = 0; output < static_cast<int> (take->outputs.size()); ++output)
        {
            const auto converted = takes.find (*take, output, rate);

            if (converted->convert ([this] { return ! isClosed(); }))
                supplier.requests.announce();
            else
                supplier.requests.await (*converted);

            if (isClosed())
                return core::Error { core::ErrorCode::cancelled, {}, "the document was closed" };

            if (auto status = converted->status(); ! status.ok())
                return status;
        }

    return core::Done {};
}

Engine::Statistics EngineCore::statistics() const
{
    const auto waiting = supplier.waiting();
    return { misses.load (std::memory_order_relaxed), waiting.pages, waiting.takes };
}

void EngineCore::setPageMemory (std::size_t bytes)
{
    supplier.setPageLimit (bytes);
    supplier.requests.wake();
}

void EngineCore::setFailureListener (Engine::FailureListener next)
{
    const std::lock_guard guard (failureLock);
    failureListener = std::move (next);
}

void EngineCore::takeFailed (const core::Error& error)
{
    const std::lock_guard guard (failureLock);

    if (failureListener)
        failureListener (error);
}

std::shared_ptr<RendererState> EngineCore::addRenderer()
{
    auto state = std::make_shared<RendererState>();
    const std::lock_guard guard (updates);

    if (document == nullptr)
        return state;

    {
        const std::lock_guard listGuard (listLock);
        std::erase_if (list, [] (const auto& r) { return r.expired(); });
        list.push_back (state);
    }

    supplier.start();
    return state;
}

void EngineCore::setRegions (RendererState& state, std::vector<model::RegionId> regions)
{
    {
        const std::lock_guard guard (updates);
        state.regions = std::move (regions);

        if (document != nullptr)
            publish (state, *document->arrangement());
    }

    supplier.requests.wake();
}

void EngineCore::setPrepared (RendererState& state, double rate)
{
    {
        const std::lock_guard guard (updates);
        state.rate = rate;
        state.isPrepared = rate > 0.0;
        state.resetPlayhead();

        if (document != nullptr)
        {
            const auto arrangement = document->arrangement();
            publish (state, *arrangement);
            sweep (*arrangement);
        }
    }

    supplier.requests.wake();
}

void EngineCore::setReleased (RendererState& state)
{
    const std::lock_guard guard (updates);
    state.isPrepared = false;
    state.publish (nullptr);
}

Requests::Pinned EngineCore::awaitBlock (const RenderPlan& plan, core::Span song)
{
    auto request = std::make_shared<Requests::Request>();
    plan.visitPages (song, [&] (const PageRef& page) { request->pages.push_back (page); });

    for (auto r = plan.firstAt (song.start); r < plan.regions.size() && plan.regions[r].song.start < song.end; ++r)
        for (const auto& piece : plan.regions[r].pieces)
            if (piece.take != nullptr && piece.frames.overlaps (plan.regions[r].toModification (song)))
                request->takes.push_back (plan.holderOf (piece.take));

    return supplier.requests.await (std::move (request));
}

PageStore::Renderers EngineCore::renderers() const
{
    const std::lock_guard guard (listLock);
    PageStore::Renderers found;

    for (const auto& weak : list)
        if (auto state = weak.lock())
            found.push_back (std::move (state));

    return found;
}

std::set<double> EngineCore::ratesInUse() const
{
    std::set<double> rates;

    for (const auto& renderer : renderers())
        if (renderer->rate > 0.0)
            rates.insert (renderer->rate);

    return rates;
}

void EngineCore::publish (RendererState& state, const model::Arrangement& arrangement)
{
    state.publish (state.isPrepared ? buildPlan (arrangement, state.regions, state.rate, pages, takes) : nullptr);
}

void EngineCore::sweep (const model::Arrangement& arrangement)
{
    const auto rates = ratesInUse();
    pages.keepOnly (arrangement, rates);
    takes.keepOnly (arrangement, rates);
}

} // namespace harp::render
