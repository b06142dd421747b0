// SPDX-License-Identifier: GPL-3.0-or-later
#include "Session.h"

#include <mutex>

namespace harp::ara
{

namespace
{

class NoSession final : public Session
{
public:
    void selectionChanged (const Selection&) override {}
    void report (const core::Error&) override {}
    void close() override {}
};

struct Hook
{
    std::mutex mutex;
    SessionFactory factory;
};

Hook& hook()
{
    static Hook instance;
    return instance;
}

} // namespace

void setSessionFactory (SessionFactory factory)
{
    const std::lock_guard lock (hook().mutex);
    hook().factory = std::move (factory);
}

std::shared_ptr<Session> makeSession (const std::shared_ptr<model::Document>& document, const std::shared_ptr<render::Engine>& engine)
{
    SessionFactory make;

    {
        const std::lock_guard lock (hook().mutex);
        make = hook().factory;
    }

    auto session = make ? make (document, engine) : nullptr;
    return session != nullptr ? session : std::make_shared<NoSession>();
}

} // namespace harp::ara
