// SPDX-License-Identifier: GPL-3.0-or-later
#include "ObjectNames.h"

#include <charconv>

namespace harp::shell
{

namespace
{

template <typename Id>
std::string named (char kind, Id id)
{
    return std::string (1, kind).append (std::to_string (static_cast<std::uint64_t> (id)));
}

template <typename Id>
std::optional<Id> read (char kind, const std::string& name)
{
    std::uint64_t number = 0;
    const auto* const end = name.data() + name.size();

    // One name for one object: no sign, no leading zero.
    if (name.size() < 2 || name[0] != kind || name[1] == '0')
        return std::nullopt;

    const auto [last, problem] = std::from_chars (name.data() + 1, end, number);
    return problem == std::errc() && last == end ? std::optional (Id { number }) : std::nullopt;
}

} // namespace

std::string nameOf (model::RegionId id) { return named ('r', id); }
std::string nameOf (model::TrackId id) { return named ('t', id); }
std::string nameOf (model::ModificationId id) { return named ('m', id); }

std::optional<model::RegionId> regionFrom (const std::string& name) { return read<model::RegionId> ('r', name); }
std::optional<model::ModificationId> modificationFrom (const std::string& name) { return read<model::ModificationId> ('m', name); }

} // namespace harp::shell
