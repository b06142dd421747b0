// SPDX-License-Identifier: MIT
// What a plug-in says about itself before any document exists, and whether it may. [main]
#pragma once

#include "ModuleLoader.h"
#include "Violations.h"

#include <ARA_API/ARAInterface.h>

namespace harp::host
{

// Names and ids of the classes of one category must differ.
void checkClasses (const std::vector<ClassInfo>& classes, Violations& violations);

// Throws HostError for a factory that cannot be used at all; everything milder is recorded.
void checkAraFactory (const ARA::ARAFactory& factory, const std::string& effectName, Violations& violations);

} // namespace harp::host
