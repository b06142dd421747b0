// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the state that tells of takes: each take, and which of them sounds in a region. [any but audio] thread.
#pragma once

#include <model/Arrangement.h>

#include <nlohmann/json_fwd.hpp>

namespace harp::shell
{

// Every take of every modification, in the order of the modifications, oldest first.
nlohmann::json takesJson (const model::Arrangement&);

// Adds "sounds", "take", "output" and "takes" to what is said of a region.
void addSound (nlohmann::json& region, const model::Arrangement&, const model::Region&);

} // namespace harp::shell
