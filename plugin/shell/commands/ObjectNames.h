// SPDX-License-Identifier: GPL-3.0-or-later
// Names of the arrangement's objects in commands and state: r1, t1, m1. [any] thread.
#pragma once

#include <model/Arrangement.h>

#include <optional>
#include <string>

namespace harp::shell
{

std::string nameOf (model::RegionId);
std::string nameOf (model::TrackId);
std::string nameOf (model::ModificationId);

// Nothing when the text is no such name; whether the object exists is another question.
std::optional<model::RegionId> regionFrom (const std::string& name);
std::optional<model::ModificationId> modificationFrom (const std::string& name);

} // namespace harp::shell
