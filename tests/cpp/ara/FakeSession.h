// SPDX-License-Identifier: GPL-3.0-or-later
// A session that writes down what it is told, and takes without a model behind them. Test threads.
#pragma once

#include <ara/Session.h>
#include <core/Audio.h>

#include <functional>
#include <memory>
#include <vector>

namespace harp::test
{

class FakeSession final : public ara::Session
{
public:
    FakeSession (std::shared_ptr<model::Document> d, std::shared_ptr<render::Engine> e) : document (std::move (d)), engine (std::move (e)) {}

    void selectionChanged (const ara::Selection& selection) override { selections.push_back (selection); }
    void report (const core::Error& error) override { errors.push_back (error); }

    void close() override
    {
        ++closed;

        if (whenClosed)
            whenClosed();
    }

    const std::shared_ptr<model::Document> document;
    const std::shared_ptr<render::Engine> engine;
    std::vector<ara::Selection> selections;
    std::vector<core::Error> errors;
    std::function<void()> whenClosed;
    int closed = 0;
};

// Makes FakeSessions from now on; the one that the last document got.
void useFakeSessions();
std::shared_ptr<FakeSession> lastSession();

// A take of `span` whose sample at source frame f of channel c is `sound (c, f)`.
model::TakePtr makeTake (core::Span span, double rate, int channels, const std::function<float (int, core::Frame)>& sound);

} // namespace harp::test
