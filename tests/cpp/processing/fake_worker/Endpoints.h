// SPDX-License-Identifier: GPL-3.0-or-later
// The endpoints that the fake worker knows, by the first word of the address's path: what each describes itself as.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace harp::fake
{

// "gain" of http://host:1/gain.
std::string modeOf (const std::string& address);

// The host of the address, by the simplest of readings.
std::string hostOf (const std::string& address);

nlohmann::json descriptionOf (const std::string& address);

// The list of models of this mode: two of these endpoints, or very many, or one whose name is no plain text.
nlohmann::json listOf (const std::string& mode);

} // namespace harp::fake
