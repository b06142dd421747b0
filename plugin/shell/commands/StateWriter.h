// SPDX-License-Identifier: GPL-3.0-or-later
// Writes what everybody sees of a document, in the shape of README.md. [any but audio] thread.
#pragma once

#include "Notices.h"

#include <model/Document.h>
#include <processing/Browser.h>
#include <processing/Processor.h>
#include <render/Engine.h>

#include <nlohmann/json_fwd.hpp>

namespace harp::shell
{

// A consistent look at everything that the state shows.
struct Snapshot
{
    std::int64_t revision = 0;
    bool isOpen = false;
    std::shared_ptr<const model::Arrangement> arrangement; // never null
    model::EndpointState endpoint;
    processing::LoadState load;
    bool hasConsent = false; // recorded for the endpoint's host
    processing::BrowserState browser;
    std::string modelList; // the remembered address
    std::vector<processing::Job> jobs;
    std::vector<model::RegionId> selection;
    bool canUndo = false, canRedo = false;
    std::vector<Notice> notices;
    render::Engine::Statistics playback;
};

std::string writeState (const Snapshot&);

// {"code", "sentence", "next", "message", "detail"}, the same in replies and state.
nlohmann::json errorJson (const core::Error&);

// Text of a document; what is not UTF-8 is replaced.
std::string textOf (const nlohmann::json&);

} // namespace harp::shell
