// SPDX-License-Identifier: GPL-3.0-or-later
// What the rest of the plug-in attaches to an ARA document: the ARA room makes documents, the shell decides what lives with them.
#pragma once

#include <model/Document.h>
#include <render/Engine.h>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace harp::ara
{

// The host's current selection, most relevant first; live objects only. Told again without them when some of them die.
struct Selection
{
    std::vector<model::RegionId> regions;
    std::vector<model::TrackId> tracks;

    struct Range
    {
        double start = 0.0, duration = 0.0; // song seconds

        friend bool operator== (const Range&, const Range&) = default;
    };
    std::optional<Range> range;

    friend bool operator== (const Selection&, const Selection&) = default;
};

// Made with a document and ended with it. All functions: [model] thread.
class Session
{
public:
    virtual ~Session() = default;

    virtual void selectionChanged (const Selection&) = 0;

    // Something the host gave could not be loaded or stored: shown where the user looks.
    virtual void report (const core::Error&) = 0;

    // The host destroys the document: end every job and join every thread before returning. Instances that are still
    // bound keep the session object alive, but nothing happens in it any more.
    virtual void close() = 0;
};

using SessionFactory = std::function<std::shared_ptr<Session> (std::shared_ptr<model::Document>, std::shared_ptr<render::Engine>)>;

// [any] Set once, when the module is loaded, before the first document.
void setSessionFactory (SessionFactory);

// [model] What the factory makes of a new document; a session that ignores everything when there is no factory.
std::shared_ptr<Session> makeSession (const std::shared_ptr<model::Document>&, const std::shared_ptr<render::Engine>&);

} // namespace harp::ara
