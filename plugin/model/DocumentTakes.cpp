// SPDX-License-Identifier: GPL-3.0-or-later
// What people do to takes and comps. Each makes the next state and lets the history perform it.
#include "DocumentImpl.h"

#include <algorithm>

namespace harp::model
{

namespace
{

core::Error unknown (core::ErrorCode code, const char* detail)
{
    return { code, {}, detail };
}

auto byId (const TakeId& id)
{
    return [&id] (const TakePtr& take) { return take->id == id; };
}

} // namespace

core::Status Document::commitTake (ModificationId id, TakePtr take, core::Span paint)
{
    if (take == nullptr || take->id.empty() || take->outputs.empty() || take->span.isEmpty())
        return core::Error { core::ErrorCode::internal, {}, "a take needs an id, a span and at least one output" };

    core::Status status = core::Done {};
    impl->change ([&] (Trash& trash)
    {
        auto* modification = impl->find (id);

        if (modification == nullptr)
        {
            status = unknown (core::ErrorCode::regionUnknown, "the audio modification is gone");
            return false;
        }

        if (std::ranges::any_of (modification->takes, byId (take->id)))
        {
            status = core::Error { core::ErrorCode::internal, {}, "a take of this id is already there" };
            return false;
        }

        // The source may have changed its rate while the take was being made.
        const auto rate = impl->rateFor (*modification);
        const auto placed = rescaled (take, rate);
        const auto span = placed == take ? paint : rescaled (paint, take->sourceRate, rate);

        TakesAndComp next { modification->takes, modification->comp };
        next.takes.push_back (placed);
        next.comp.paint (placed->span.intersection (span), placed->id, 0);
        return impl->perform (trash, id, *modification, std::move (next));
    });
    return status;
}

core::Status Document::choose (ModificationId id, core::Span span, const std::optional<Choice>& choice)
{
    core::Status status = core::Done {};
    impl->change ([&] (Trash& trash)
    {
        auto* modification = impl->find (id);

        if (modification == nullptr)
        {
            status = unknown (core::ErrorCode::regionUnknown, "the audio modification is gone");
            return false;
        }

        TakesAndComp next { modification->takes, modification->comp };

        if (! choice)
        {
            next.comp.revert (span);
            return impl->perform (trash, id, *modification, std::move (next));
        }

        const auto take = std::ranges::find_if (modification->takes, byId (choice->take));

        if (take == modification->takes.end() || choice->output < 0 || choice->output >= static_cast<int> ((*take)->outputs.size()))
        {
            status = unknown (core::ErrorCode::takeUnknown, "no such take or output");
            return false;
        }

        const auto part = span.intersection ((*take)->span);

        if (part.isEmpty())
        {
            status = unknown (core::ErrorCode::takeUnknown, "the take does not reach into this span");
            return false;
        }

        next.comp.paint (part, choice->take, choice->output);
        return impl->perform (trash, id, *modification, std::move (next));
    });
    return status;
}

core::Status Document::deleteTake (ModificationId id, const TakeId& take)
{
    core::Status status = core::Done {};
    impl->change ([&] (Trash& trash)
    {
        auto* modification = impl->find (id);

        if (modification == nullptr || std::ranges::none_of (modification->takes, byId (take)))
        {
            status = modification == nullptr ? unknown (core::ErrorCode::regionUnknown, "the audio modification is gone")
                                             : unknown (core::ErrorCode::takeUnknown, "no such take");
            return false;
        }

        TakesAndComp next { modification->takes, modification->comp };
        std::erase_if (next.takes, byId (take));
        next.comp.removeTake (take);
        return impl->perform (trash, id, *modification, std::move (next));
    });
    return status;
}

void Document::restoreModification (ModificationId id, std::vector<TakePtr> takes, Comp comp, double compRate)
{
    impl->change ([&] (Trash& trash)
    {
        auto* modification = impl->find (id);

        if (modification == nullptr)
            return false;

        const auto rate = impl->rateFor (*modification);

        for (auto& take : takes)
            take = rescaled (take, rate);

        impl->dropSteps (trash, id);
        impl->changes.modifications.erase (id);
        trash.add (std::exchange (modification->takes, std::move (takes)));
        modification->comp = rescaled (comp, compRate, rate);
        return true;
    });
}

} // namespace harp::model
