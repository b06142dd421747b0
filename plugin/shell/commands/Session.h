// SPDX-License-Identifier: GPL-3.0-or-later
// One open document as everybody outside drives and sees it: its commands, its state, its jobs, its selection.
//
// command and state: [any but audio] thread, also while and after close(). The functions of ara::Session: [model] thread.
#pragma once

#include "CommandSurface.h"
#include "Notices.h"
#include "Settings.h"

#include <ara/Session.h>
#include <harp_bridge/Bridge.h>
#include <processing/Browser.h>
#include <processing/Processor.h>

#include <atomic>
#include <mutex>

namespace harp::shell
{

class Session final : public ara::Session,
                      public CommandSurface
{
public:
    struct Parts
    {
        std::shared_ptr<model::Document> document;
        std::shared_ptr<render::Engine> engine;
        std::shared_ptr<Settings> settings;
        std::shared_ptr<bridge::Bridge> bridge;
        std::string clientVersion;
    };

    explicit Session (Parts);
    ~Session() override; // close()
    Session (const Session&) = delete;
    Session& operator= (const Session&) = delete;

    void selectionChanged (const ara::Selection&) override;
    void report (const core::Error&) override;
    void close() override;

    std::string command (const std::string& json) override;
    std::string state (std::int64_t since) override;

private:
    // What lives only as long as the document; whoever works with it holds it for that moment.
    struct Open
    {
        std::shared_ptr<model::Document> document;
        std::shared_ptr<render::Engine> engine;
        std::unique_ptr<processing::Processor> processor;
        std::unique_ptr<processing::Browser> browser;
    };

    // Rises with what has no counter of its own. Callbacks hold it instead of the session.
    using Counter = std::shared_ptr<std::atomic<std::int64_t>>;

    std::shared_ptr<Open> current() const;
    std::int64_t revisionLocked() const;
    std::vector<model::RegionId> selectedRegions (const model::Arrangement&) const;
    std::string fullState (std::int64_t, const Open*) const;
    core::Error closedError() const;
    processing::Browser::Surroundings browserSurroundings();

    const std::shared_ptr<Settings> settings;
    const Counter changes;
    Notices notices;
    std::atomic<std::uint64_t> commands { 0 };

    mutable std::mutex mutex;
    std::shared_ptr<Open> open; // nullptr once closed
    ara::Selection selection;
    std::string documentName; // kept for the time after close()
};

// For ara::setSessionFactory.
std::shared_ptr<Session> makeSession (Session::Parts);

} // namespace harp::shell
