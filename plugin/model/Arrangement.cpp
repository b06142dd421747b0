// SPDX-License-Identifier: GPL-3.0-or-later
#include "Arrangement.h"

namespace harp::model
{

namespace
{

template <typename Id, typename Object>
const Object* find (const std::map<Id, Object>& objects, Id id)
{
    const auto found = objects.find (id);
    return found != objects.end() ? &found->second : nullptr;
}

} // namespace

const Source* Arrangement::sourceOf (const Modification& modification) const
{
    return find (sources, modification.source);
}

const Modification* Arrangement::modificationOf (const Region& region) const
{
    return find (modifications, region.modification);
}

std::optional<core::Span> Arrangement::spanOf (const Region& region) const
{
    const auto* modification = modificationOf (region);
    const auto* source = modification != nullptr ? sourceOf (*modification) : nullptr;

    if (source == nullptr)
        return std::nullopt;

    // Both borders are rounded as positions, so that the two halves of a split region neither overlap nor leave a gap.
    return core::Span { core::toFrame (region.startInModification, source->rate),
                        core::toFrame (region.startInModification + region.duration, source->rate) };
}

} // namespace harp::model
