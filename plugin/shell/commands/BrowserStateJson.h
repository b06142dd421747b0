// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the state that tells of the list of models. [any but audio] thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <processing/Browser.h>

namespace harp::shell
{

// As many models as anybody reads through; who has more in the list searches. The state is written often and must stay small.
constexpr std::size_t mostShownModels = 100;

// `remembered`: the address that the user looked into last.
nlohmann::json browserJson (const processing::BrowserState&, const std::string& remembered);

} // namespace harp::shell
