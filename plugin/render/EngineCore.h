// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine and its renderers share, so that either may die first.
//
// isClosed, countMiss: [audio]; awaitBlock: [audio], offline only; everything else [any but audio].
#pragma once

#include "Engine.h"
#include "Supplier.h"
#include "TakeCache.h"

namespace harp::render
{

class EngineCore : public std::enable_shared_from_this<EngineCore>
{
public:
    explicit EngineCore (std::shared_ptr<model::Document>);
    ~EngineCore();

    void listen(); // once, when a shared_ptr holds this
    void close();
    bool isClosed() const noexcept { return supplier.requests.isStopped(); }

    void update();

    // For listeners, which must not throw: short of memory the old plans go on until the next change.
    void updateUnlessExhausted() noexcept;
    void invalidate (model::SourceId);
    core::Status prepareTake (const model::TakePtr&);
    Engine::Statistics statistics() const;
    void setPageMemory (std::size_t bytes);
    void setFailureListener (Engine::FailureListener);

    std::shared_ptr<RendererState> addRenderer();

    // Changes what a renderer plays, and publishes its plan.
    void setRegions (RendererState&, std::vector<model::RegionId>);
    void setPrepared (RendererState&, double rate);
    void setReleased (RendererState&);

    void countMiss() noexcept { misses.fetch_add (1, std::memory_order_relaxed); }

    // Waits for what a block of a plan needs, and keeps it in place until the result is destroyed.
    Requests::Pinned awaitBlock (const RenderPlan&, core::Span song);

private:
    PageStore::Renderers renderers() const;
    void takeFailed (const core::Error&);
    std::set<double> ratesInUse() const;
    void publish (RendererState&, const model::Arrangement&);
    void sweep (const model::Arrangement&);

    PageCache pages;
    TakeCache takes;
    std::atomic<std::uint64_t> misses { 0 };

    mutable std::mutex listLock; // innermost
    std::vector<std::weak_ptr<RendererState>> list;

    mutable std::mutex updates; // guards what renderers are set to, and keeps plans from overtaking each other
    std::shared_ptr<model::Document> document; // nullptr once closed
    model::Document::ListenerId listener = 0;

    std::mutex failureLock; // held while the listener is called, so that it is not called any more once it was replaced
    Engine::FailureListener failureListener;

    Supplier supplier; // last: its thread uses the others
};

} // namespace harp::render
