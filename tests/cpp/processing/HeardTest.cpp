// SPDX-License-Identifier: GPL-3.0-or-later
// What was processed is heard: the processor, the document and the engine together.
#include "FakeBridge.h"

#include <render/Engine.h>

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using test::FakeReader;

namespace
{

struct Heard
{
    Heard() : engine (std::make_shared<render::Engine> (bench.song.document))
    {
        processing::Surroundings surroundings;
        surroundings.prepareTake = [weak = std::weak_ptr (engine)] (const model::TakePtr& take)
        {
            const auto alive = weak.lock();
            return alive != nullptr ? alive->prepare (take) : core::Status (core::Done {});
        };
        bench.processor = std::make_unique<processing::Processor> (bench.song.document, bench.fake.bridge, surroundings);

        region = bench.song.addRegion (1.0, 0.0, 2.0);
        renderer = engine->createRenderer();
        renderer->setRegions ({ region });
        renderer->prepare (test::Song::rate, blockFrames, 2);
    }

    ~Heard()
    {
        bench.processor->close();
        renderer->release();
        engine->close();
    }

    // The region's two seconds, offline.
    core::Audio render()
    {
        core::Audio audio (2, 16000, test::Song::rate);

        for (core::Frame start = 0; start < audio.frames(); start += blockFrames)
        {
            float* buffers[2] = { audio.channel (0) + start, audio.channel (1) + start };
            renderer->process (buffers, 2, blockFrames, start, true, true);
        }

        return audio;
    }

    void process (const std::string& mode)
    {
        bench.load (mode);
        bench.process ({ region });

        if (const auto job = bench.finished().back(); job.stage != processing::JobStage::done)
            throw std::runtime_error ("the job was not done");
    }

    static constexpr int blockFrames = 500;
    test::Bench bench;
    std::shared_ptr<render::Engine> engine;
    std::shared_ptr<render::Renderer> renderer;
    model::RegionId region {};
};

// Frames from..to of the region are the source times factor.
bool sounds (const core::Audio& audio, float factor, core::Frame from = 0, core::Frame to = 16000)
{
    for (int c = 0; c < 2; ++c)
        for (core::Frame i = from; i < to; ++i)
            if (audio.channel (c)[i] != factor * FakeReader::sampleAt (c, 8000 + i))
                return false;

    return true;
}

} // namespace

TEST_CASE ("a finished job is audible at once, sample by sample, and undo brings the original back")
{
    Heard heard;
    REQUIRE (sounds (heard.render(), 1.0f));
    heard.process ("gain");
    CHECK (sounds (heard.render(), 2.0f));

    REQUIRE (heard.bench.song.document->undo().ok());
    CHECK (sounds (heard.render(), 1.0f));
    REQUIRE (heard.bench.song.document->redo().ok());
    CHECK (sounds (heard.render(), 2.0f));
}

TEST_CASE ("each stem can be chosen and is heard")
{
    Heard heard;
    heard.process ("stems");
    CHECK (sounds (heard.render(), 1.0f));

    const auto take = heard.bench.song.takes()[0];
    REQUIRE (heard.bench.song.document->choose (heard.bench.song.modification, take->span, model::Document::Choice { take->id, 1 }).ok());
    CHECK (sounds (heard.render(), -1.0f));

    REQUIRE (heard.bench.song.document->deleteTake (heard.bench.song.modification, take->id).ok());
    CHECK (sounds (heard.render(), 1.0f));
}

TEST_CASE ("a shorter result is followed by silence, as its note says")
{
    Heard heard;
    heard.process ("shorter");
    const auto audio = heard.render();
    CHECK (sounds (audio, 1.0f, 0, 7900));
    CHECK (sounds (audio, 0.0f, 8100, 16000));
    CHECK (heard.bench.song.takes()[0]->notesJson.find ("the rest of the region is silent") != std::string::npos);
}

TEST_CASE ("samples that are not numbers are never heard")
{
    Heard heard;
    heard.process ("nan");
    const auto audio = heard.render();
    CHECK (audio.channel (0)[0] == 0.0f);
    CHECK (audio.channel (0)[1] == 0.0f);
    CHECK (sounds (audio, 1.0f, 2, 16000));
}

TEST_CASE ("one take is heard by every region that shows its span")
{
    Heard heard;
    const auto twin = heard.bench.song.addRegion (1.0, 10.0, 2.0);
    heard.process ("gain");
    heard.renderer->setRegions ({ twin });

    core::Audio audio (2, 500, test::Song::rate);
    float* buffers[2] = { audio.channel (0), audio.channel (1) };
    heard.renderer->process (buffers, 2, 500, 80000, true, true);
    CHECK (sounds (audio, 2.0f, 0, 500));
}
