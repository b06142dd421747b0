// SPDX-License-Identifier: GPL-3.0-or-later
#include "ArchiveEditing.h"
#include "GoldenContent.h"
#include "Samples.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace harp;
using namespace harp::model;
using namespace harp::test;

TEST_CASE ("an archive gives back everything that was put into it")
{
    const auto content = goldenContent();
    const auto read = readBack (archiveOf (content));
    REQUIRE (read);
    const auto& back = read.value();

    CHECK (back.sources == content.sources);
    REQUIRE (back.endpoint.has_value());
    CHECK (back.endpoint->address == content.endpoint->address);
    CHECK (back.endpoint->valuesJson == content.endpoint->valuesJson);
    CHECK (back.endpoint->description->json == content.endpoint->description->json);
    CHECK (back.endpoint->description->inputs.size() == 2);

    REQUIRE (back.modifications.size() == 2);
    const auto& expected = content.modifications.at ("modification 1");
    const auto& rich = back.modifications.at ("modification 1");
    CHECK (rich.comp == expected.comp);
    CHECK (rich.sourceRate == 44100.0);
    REQUIRE (rich.takes.size() == 2);
    CHECK (isSameTake (*rich.takes[0], *expected.takes[0]));
    CHECK (isSameTake (*rich.takes[1], *expected.takes[1]));
    CHECK (back.modifications.at ("modification 2").takes.empty());
    CHECK (back.modifications.at ("modification 2").sourceRate == 48000.0);
}

TEST_CASE ("an archive of nothing is an archive")
{
    const auto read = readBack (archiveOf ({}));
    REQUIRE (read);
    CHECK_FALSE (read.value().endpoint.has_value());
    CHECK (read.value().sources.empty());
    CHECK (read.value().modifications.empty());
}

TEST_CASE ("the same content gives the same bytes")
{
    CHECK (archiveOf (goldenContent()) == archiveOf (goldenContent()));
}

TEST_CASE ("equal audio is stored once, however often it was encoded")
{
    const auto take = [] (const TakeId& id, unsigned seed)
    {
        auto copy = std::make_shared<Take> (*makeTake (id, { 0, 20000 }));
        copy->outputs = { { "Output", stored (floatAudio (1, 20000, 44100.0, seed)) } };
        return copy;
    };

    ArchiveContent one;
    one.modifications["m"].takes = { take ("a", 1) };
    auto many = one;
    many.modifications["m"].takes.push_back (take ("b", 1));
    many.modifications["clone"].takes = { one.modifications["m"].takes.front(), take ("c", 1) };
    auto different = one;
    different.modifications["m"].takes.push_back (take ("b", 2));

    const auto audio = stored (floatAudio (1, 20000, 44100.0, 1))->size();
    CHECK (archiveOf (one).size() > audio);
    CHECK (archiveOf (many).size() < audio + 5000);
    CHECK (archiveOf (different).size() > 2 * audio * 9 / 10);

    const auto back = readBack (archiveOf (many)).value();
    const auto& first = back.modifications.at ("m").takes;
    CHECK (first[0]->outputs[0].audio == first[1]->outputs[0].audio);
    CHECK (first[0]->outputs[0].audio == back.modifications.at ("clone").takes[1]->outputs[0].audio);
    CHECK (isSameTake (*first[1], *many.modifications["m"].takes[1]));
}

TEST_CASE ("only the wanted modifications are given back, and only their audio is read")
{
    ArchiveContent content;

    for (const std::string id : { "one", "two", "three" })
    {
        content.modifications[id].takes = { makeTake (id, { 0, 20 }) };
        content.modifications[id].sourceRate = 44100.0;
    }

    auto bytes = archiveOf (content);
    const auto onlyTwo = [] (const std::string& id) { return id == "two"; };

    // Ruin all audio but that of "two": blobs lie in the order of the ids, "one", "three", "two".
    const auto blobs = ArchiveHeader::size + headerOf (bytes).indexLength;
    const auto kept = stored (*content.modifications["two"].takes[0]->outputs[0].audio->decode().value())->size() + 4;
    std::fill (bytes.begin() + static_cast<std::ptrdiff_t> (blobs), bytes.end() - static_cast<std::ptrdiff_t> (kept), std::uint8_t { 0xee });

    const auto read = readBack (bytes, onlyTwo);
    REQUIRE (read);
    CHECK (read.value().modifications.size() == 1);
    CHECK (isSameTake (*read.value().modifications.at ("two").takes[0], *content.modifications["two"].takes[0]));
    CHECK (readBack (bytes).error().code == core::ErrorCode::archiveDamaged);
    CHECK (readBack (bytes, [] (const std::string&) { return false; }).value().modifications.empty());
}

TEST_CASE ("progress only grows and ends at one, for writing and reading")
{
    ArchiveContent content;

    for (int i = 0; i < 5; ++i)
    {
        auto take = std::make_shared<Take> (*makeTake (std::to_string (i), { 0, 10 }));
        take->outputs[0].audio = stored (floatAudio (2, 200000, 44100.0, static_cast<unsigned> (i)));
        content.modifications["m"].takes.push_back (take);
    }

    std::vector<float> writing, reading;
    Bytes bytes;
    const auto sink = [&] (std::span<const std::uint8_t> part) { bytes.insert (bytes.end(), part.begin(), part.end()); return true; };
    REQUIRE (writeArchive (content, sink, [&] (float p) { writing.push_back (p); }));

    const ArchiveBytes source { bytes.size(), [&] (std::uint64_t position, std::span<std::uint8_t> out)
    {
        std::copy_n (bytes.begin() + static_cast<std::ptrdiff_t> (position), out.size(), out.begin());
        return true;
    } };
    REQUIRE (readArchive (source, {}, [&] (float p) { reading.push_back (p); }));

    for (const auto& steps : { writing, reading })
    {
        CHECK (steps.size() > 5);
        CHECK (std::is_sorted (steps.begin(), steps.end()));
        CHECK (steps.front() >= 0.0f);
        CHECK (steps.back() == 1.0f);
    }
}

TEST_CASE ("a host that does not take or give the bytes is an error")
{
    int calls = 0;
    const auto refusing = [&] (std::span<const std::uint8_t>) { return ++calls < 3; };
    CHECK (writeArchive (goldenContent(), refusing).error().code == core::ErrorCode::internal);
    CHECK (calls == 3); // and it is left alone after that

    const ArchiveBytes failing { 10000, [] (std::uint64_t, std::span<std::uint8_t>) { return false; } };
    CHECK (readArchive (failing).error().code == core::ErrorCode::archiveDamaged);
}

TEST_CASE ("nothing of length zero is written")
{
    ArchiveContent content;
    auto take = std::make_shared<Take> (*makeTake ("a", { 0, 10 }));
    take->outputs = { { "", stored (core::Audio (0, 0, 44100.0)) }, { "", StoredAudio::fromBytes (StoredAudio::Format::flac24, 1, 1, 1.0, {}) } };
    content.modifications[""].takes = { take };
    bool empty = false;
    Bytes bytes;
    REQUIRE (writeArchive (content, [&] (std::span<const std::uint8_t> part)
    {
        empty = empty || part.empty();
        bytes.insert (bytes.end(), part.begin(), part.end());
        return true;
    }));

    CHECK_FALSE (empty);
    CHECK (readBack (bytes).value().modifications.at ("").takes[0]->outputs.size() == 2); // readBack refuses empty reads
}

TEST_CASE ("what a writer cannot vouch for is left out, the rest is kept")
{
    auto content = goldenContent();
    auto& modification = content.modifications["modification 1"];
    const auto comp = modification.comp;
    modification.comp.paint ({ 1000, 1010 }, "not there", 0);
    modification.comp.paint ({ 150, 160 }, modification.takes[0]->id, 7);
    modification.comp.paint ({ 190, 300 }, modification.takes[1]->id, 0);
    modification.takes.push_back (nullptr);

    const auto read = readBack (archiveOf (content));
    REQUIRE (read);
    auto expected = comp;
    expected.revert ({ 150, 160 });
    CHECK (read.value().modifications.at ("modification 1").comp == expected);
}

TEST_CASE ("what is secret is no part of an archive")
{
    ArchiveContent content;
    content.endpoint = goldenContent().endpoint;
    auto description = nlohmann::json::parse (content.endpoint->description->json);
    description["inputs"].push_back ({ { "kind", "text" }, { "id", "99" }, { "label", "Key" }, { "info", "" }, { "value", "" }, { "secret", true } });
    content.endpoint->description = EndpointDescription::fromJson (description.dump()).value();
    content.endpoint->valuesJson = R"({"1":3,"99":"the key"})";
    const auto read = readBack (archiveOf (content));
    REQUIRE (read);
    CHECK (read.value().endpoint->valuesJson == R"({"1":3})");
}
