// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeSession.h"

namespace harp::test
{

namespace
{

std::weak_ptr<FakeSession>& last()
{
    static std::weak_ptr<FakeSession> session;
    return session;
}

} // namespace

void useFakeSessions()
{
    ara::setSessionFactory ([] (auto document, auto engine) -> std::shared_ptr<ara::Session>
    {
        auto session = std::make_shared<FakeSession> (std::move (document), std::move (engine));
        last() = session;
        return session;
    });
}

std::shared_ptr<FakeSession> lastSession()
{
    return last().lock();
}

model::TakePtr makeTake (core::Span span, double rate, int channels, const std::function<float (int, core::Frame)>& sound)
{
    core::Audio audio (channels, span.length(), rate);

    for (int channel = 0; channel < channels; ++channel)
        for (core::Frame frame = 0; frame < span.length(); ++frame)
            audio.channel (channel)[frame] = sound (channel, span.start + frame);

    auto take = std::make_shared<model::Take>();
    take->id = model::makeTakeId();
    take->name = "Model";
    take->span = span;
    take->sourceRate = rate;
    take->outputs.push_back ({ "Output", model::StoredAudio::encode (std::make_shared<const core::Audio> (audio)).value() });
    return take;
}

} // namespace harp::test
