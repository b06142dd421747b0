// SPDX-License-Identifier: GPL-3.0-or-later
#include "GoldenContent.h"

#include "Samples.h"

#include <bit>
#include <limits>
#include <stdexcept>

namespace harp::test
{

namespace
{

constexpr auto description = R"({"protocol":"harp-0.3","address":"http://127.0.0.1:7860","host":"127.0.0.1","local":true,)"
                             R"("card":{"name":"Probe","description":"A probe.","author":"me","tags":["example"]},)"
                             R"("inputs":[{"id":"0","kind":"audio","label":"Input","info":"","required":true},)"
                             R"({"id":"1","kind":"slider","label":"Shift","info":"semitones","minimum":-24,"maximum":24,"step":1,"value":7}],)"
                             R"("outputs":[{"id":"0","kind":"audio","label":"Output","info":""}]})";

model::EndpointState endpoint()
{
    auto read = model::EndpointDescription::fromJson (description);

    if (! read)
        throw std::runtime_error ("the description of the golden content is wrong");

    return { "http://127.0.0.1:7860", read.value(), R"({"1":-5})" };
}

// Integers only: the same on every machine.
std::shared_ptr<const model::StoredAudio> ramp()
{
    return stored (makeAudio (2, 60, 44100.0, [] (int c, core::Frame i)
    {
        return static_cast<float> ((i * 37 + c * 11) % 128 - 64) / 128.0f;
    }));
}

std::shared_ptr<const model::StoredAudio> unusual()
{
    static constexpr float values[] = { -0.0f, 1.5f, -2.25f, std::numeric_limits<float>::infinity(), std::bit_cast<float> (0x7fc01234u), 0.1f };
    return stored (makeAudio (1, 6, 48000.5, [] (int, core::Frame i) { return values[i]; }));
}

} // namespace

model::ArchiveContent goldenContent()
{
    auto first = std::make_shared<model::Take>();
    first->id = "000102030405060708090a0b0c0d0e0f";
    first->name = "Probe";
    first->span = { 100, 160 };
    first->sourceRate = 44100.0;
    first->outputs = { { "Left", ramp() }, { "Unusual \xE2\x99\xAB", unusual() } };
    first->dataJson = R"([{"output":"2","label":"Labels","kind":"labels","labels":[]}])";
    first->notesJson = R"(["A sentence."])";
    first->provenance = { "http://127.0.0.1:7860", "harp-0.3", R"({"name":"Probe"})", R"({"1":-5})", "2025-01-02T03:04:05Z", "0.1.0" };

    auto second = std::make_shared<model::Take> (*first);
    second->id = "f0e0d0c0b0a090807060504030201000";
    second->span = { 0, 200 };
    second->outputs = { { "Output", ramp() } }; // equal audio, encoded another time

    model::ArchiveContent content { endpoint(), { "source 1", "source 2" }, {} };
    auto& rich = content.modifications["modification 1"];
    rich.takes = { first, second };
    rich.sourceRate = 44100.0;
    rich.comp.paint ({ 0, 200 }, second->id, 0);
    rich.comp.paint ({ 120, 140 }, first->id, 1);
    content.modifications["modification 2"].sourceRate = 48000.0;
    return content;
}

} // namespace harp::test
