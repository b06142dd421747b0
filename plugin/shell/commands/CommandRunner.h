// SPDX-License-Identifier: GPL-3.0-or-later
// Carries a command out on a document. [any but audio] thread.
#pragma once

#include "Command.h"
#include "Notices.h"
#include "Settings.h"

#include <core/Result.h>
#include <processing/Browser.h>
#include <processing/Processor.h>

#include <functional>

namespace harp::shell
{

// What a command may touch; everything is borrowed for the time of one command.
struct CommandTargets
{
    model::Document& document;
    processing::Processor& processor;
    processing::Browser& browser;
    Settings& settings;
    Notices& notices;
    std::function<std::vector<model::RegionId>()> selection; // of the host, as far as the regions are still there
};

// What a reply holds beyond "ok".
struct Answer
{
    std::optional<std::vector<processing::JobId>> jobs;
};

core::Result<Answer> runCommand (const Command&, const CommandTargets&);

} // namespace harp::shell
