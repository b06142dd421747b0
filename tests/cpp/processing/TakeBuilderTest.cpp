// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

#include <processing/TakeBuilder.h>

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>

using namespace harp;
using namespace harp::processing;
using core::ErrorCode;

namespace
{

const auto always = [] { return true; };

bridge::AudioOutput output (int channels, core::Frame frames, double rate, float value = 0.5f)
{
    std::string error;
    auto block = bridge::Block::create (channels, frames, error);

    for (int c = 0; c < channels; ++c)
        std::fill_n (block->channel (c), frames, value);

    return { "0", "Output", rate, block };
}

bridge::ProcessResult result (std::vector<bridge::AudioOutput> audio)
{
    return { std::move (audio), "[]", "[]" };
}

struct Maker
{
    core::Result<model::TakePtr> operator() (const bridge::ProcessResult& r) const
    {
        return makeTake (r, { span, 8000.0, order, "1.2.3" }, always);
    }

    ErrorCode refusal (const bridge::ProcessResult& r) const { return (*this) (r).error().code; }

    core::Span span { 8000, 16000 }; // one second
    Order order { *test::endpointAt ("http://127.0.0.1:1/x?__sign=secret", test::plainInputs).description, "127.0.0.1", R"({"1":3})", "0" };
};

std::string notes (const model::TakePtr& take) { return take->notesJson; }

} // namespace

TEST_CASE ("a result becomes a take with its span, outputs, data and provenance")
{
    const Maker make;
    auto r = result ({ output (2, 16000, 16000.0, 0.25f), output (1, 8000, 8000.0, -0.5f) });
    r.dataJson = R"([{"output":"7","label":"Labels","kind":"labels","labels":[]}])";
    r.notesJson = R"(["The server works with 16 bits."])";

    const auto made = make (r);
    REQUIRE (made.ok());
    const auto& take = *made.value();

    CHECK (take.id.size() == 32);
    CHECK (take.name == "Restored");
    CHECK (take.span == core::Span { 8000, 16000 });
    CHECK (take.sourceRate == 8000.0);
    REQUIRE (take.outputs.size() == 2);
    CHECK (take.outputs[0].audio->channels() == 2);
    CHECK (take.outputs[0].audio->rate() == 16000.0);
    CHECK (take.outputs[1].audio->decode().value()->channel (0)[7999] == -0.5f);
    CHECK (nlohmann::json::parse (take.dataJson)[0]["kind"] == "labels");
    CHECK (nlohmann::json::parse (take.notesJson) == nlohmann::json ({ "The server works with 16 bits." }));

    CHECK (take.provenance.protocol == "harp-0.3");
    CHECK (take.provenance.client == "1.2.3");
    CHECK (nlohmann::json::parse (take.provenance.valuesJson)["1"] == 3);
    CHECK (nlohmann::json::parse (take.provenance.cardJson)["name"] == "Restored");
    REQUIRE (take.provenance.time.size() == 20);
    CHECK (take.provenance.time[10] == 'T');
    CHECK (take.provenance.time.back() == 'Z');
}

TEST_CASE ("no signature of an address gets into the provenance")
{
    const auto made = Maker() (result ({ output (1, 8000, 8000.0) }));
    REQUIRE (made.ok());
    CHECK (made.value()->provenance.address == "http://127.0.0.1:1/x");
}

TEST_CASE ("samples that are not numbers become silence, and a note says so")
{
    auto audio = output (1, 8000, 8000.0);
    audio.block->channel (0)[3] = std::numeric_limits<float>::quiet_NaN();
    audio.block->channel (0)[4] = -std::numeric_limits<float>::infinity();

    const auto made = Maker() (result ({ audio }));
    REQUIRE (made.ok());
    const auto decoded = made.value()->outputs[0].audio->decode().value();
    CHECK (decoded->channel (0)[2] == 0.5f);
    CHECK (decoded->channel (0)[3] == 0.0f);
    CHECK (decoded->channel (0)[4] == 0.0f);
    CHECK (notes (made.value()).find ("held 2 samples that are not numbers") != std::string::npos);
}

TEST_CASE ("a length that differs from the region is noted, and padding by a codec is not")
{
    const Maker make;
    CHECK (notes (make (result ({ output (1, 12000, 8000.0) })).value()).find ("0.50 s longer") != std::string::npos);
    CHECK (notes (make (result ({ output (1, 4000, 8000.0) })).value()).find ("0.50 s shorter") != std::string::npos);
    CHECK (notes (make (result ({ output (1, 8100, 8000.0) })).value()) == "[]");
}

TEST_CASE ("what is no usable audio is refused")
{
    const Maker make;
    CHECK (make.refusal (result ({})) == ErrorCode::resultMissing);
    CHECK (make.refusal (result ({ { "0", "Output", 8000.0, nullptr } })) == ErrorCode::resultInvalid);
    CHECK (make.refusal (result ({ output (33, 10, 8000.0) })) == ErrorCode::resultInvalid);
    CHECK (make (result ({ output (32, 10, 8000.0) })).ok());

    for (const double rate : { 0.0, 7999.0, 768001.0, -48000.0, std::nan (""), std::numeric_limits<double>::infinity() })
        CHECK (make.refusal (result ({ output (1, 10, rate) })) == ErrorCode::resultInvalid);

    CHECK (make (result ({ output (1, 10, 768000.0) })).ok());
    CHECK (make.refusal (result ({ output (1, 10, 8000.0), output (33, 10, 8000.0) })) == ErrorCode::resultInvalid);
    CHECK (make.refusal (result (std::vector (33, output (1, 10, 8000.0)))) == ErrorCode::resultInvalid);

    auto broken = result ({ output (1, 10, 8000.0) });
    broken.dataJson = "{}";
    CHECK (make.refusal (broken) == ErrorCode::resultInvalid);
}

TEST_CASE ("a result may be ten minutes long, or four times its region, and no longer")
{
    Maker make;
    CHECK (make (result ({ output (1, 8000 * 600, 8000.0) })).ok());
    CHECK (make.refusal (result ({ output (1, 8000 * 600 + 1, 8000.0) })) == ErrorCode::resultTooLarge);
    CHECK (limits::maxSeconds (1.0) == 600.0);
    CHECK (limits::maxSeconds (1000.0) == 4000.0);
}

TEST_CASE ("a job that was cancelled meanwhile costs no encoding")
{
    const Maker make;
    const auto made = makeTake (result ({ output (1, 8000, 8000.0) }), { make.span, 8000.0, make.order, "" }, [] { return false; });
    REQUIRE_FALSE (made.ok());
    CHECK (made.error().code == ErrorCode::cancelled);
}
