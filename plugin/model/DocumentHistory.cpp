// SPDX-License-Identifier: GPL-3.0-or-later
// The undo history: one list of steps over all modifications, each with the state before and after it.
#include "DocumentImpl.h"

namespace harp::model
{

Modification* Document::Impl::find (ModificationId id)
{
    const auto found = live.modifications.find (id);
    return found != live.modifications.end() ? &found->second : nullptr;
}

double Document::Impl::rateFor (const Modification& modification) const
{
    const auto found = rates.find (modification.source);
    return found != rates.end() ? found->second : 0.0;
}

bool Document::Impl::perform (Trash& trash, ModificationId id, Modification& modification, TakesAndComp next)
{
    const auto sounds = next.comp != modification.comp;

    if (! sounds && next.takes == modification.takes)
        return false;

    trash.add (std::exchange (undone, {}));
    done.push_back ({ id, { modification.takes, modification.comp }, next });

    if (done.size() > maxSteps)
    {
        trash.add (std::move (done.front()));
        done.pop_front();
    }

    modification.takes = std::move (next.takes);
    modification.comp = std::move (next.comp);

    // Also when nothing sounds different: a host that stores only what it was told of would keep an old archive.
    changes.modifications.insert (id);
    return true;
}

void Document::Impl::apply (Trash& trash, const Step& step, const TakesAndComp& side)
{
    auto* modification = find (step.modification); // there: removing it drops its steps

    changes.modifications.insert (step.modification);
    trash.add (std::exchange (modification->takes, side.takes));
    modification->comp = side.comp;
}

void Document::Impl::dropSteps (Trash& trash, ModificationId id)
{
    for (auto* steps : { &done, &undone })
    {
        std::deque<Step> kept;

        for (auto& step : *steps)
            if (step.modification == id)
                trash.add (std::move (step));
            else
                kept.push_back (std::move (step));

        *steps = std::move (kept);
    }
}

void Document::Impl::rescale (Trash& trash, SourceId source, double toRate)
{
    const auto fromRate = std::exchange (rates[source], toRate);

    if (! isRate (fromRate) || fromRate == toRate)
        return;

    std::map<TakePtr, TakePtr> counterparts; // one take stays one take in all the places that hold it

    const auto rescaleAll = [&] (std::vector<TakePtr>& takes, Comp& comp)
    {
        for (auto& take : takes)
        {
            auto& counterpart = counterparts[take];

            if (counterpart == nullptr)
                counterpart = rescaled (take, toRate);

            take = counterpart;
        }

        comp = rescaled (comp, fromRate, toRate);
    };

    std::set<ModificationId> affected;

    for (auto& [id, modification] : live.modifications)
        if (modification.source == source)
        {
            affected.insert (id);
            rescaleAll (modification.takes, modification.comp);
        }

    for (auto* steps : { &done, &undone })
        for (auto& step : *steps)
            if (affected.contains (step.modification))
            {
                rescaleAll (step.before.takes, step.before.comp);
                rescaleAll (step.after.takes, step.after.comp);
            }

    trash.add (std::move (counterparts));
}

core::Status Document::undo()
{
    core::Status status = core::Done {};
    impl->change ([&] (Trash& trash)
    {
        if (impl->done.empty())
        {
            status = core::Error { core::ErrorCode::nothingToUndo, {}, "no step to undo" };
            return false;
        }

        auto step = std::move (impl->done.back());
        impl->done.pop_back();
        impl->apply (trash, step, step.before);
        impl->undone.push_back (std::move (step));
        return true;
    });
    return status;
}

core::Status Document::redo()
{
    core::Status status = core::Done {};
    impl->change ([&] (Trash& trash)
    {
        if (impl->undone.empty())
        {
            status = core::Error { core::ErrorCode::nothingToUndo, {}, "no step to redo" };
            return false;
        }

        auto step = std::move (impl->undone.back());
        impl->undone.pop_back();
        impl->apply (trash, step, step.after);
        impl->done.push_back (std::move (step));
        return true;
    });
    return status;
}

bool Document::canUndo() const
{
    const std::lock_guard lock (impl->mutex);
    return ! impl->done.empty();
}

bool Document::canRedo() const
{
    const std::lock_guard lock (impl->mutex);
    return ! impl->undone.empty();
}

} // namespace harp::model
