// SPDX-License-Identifier: GPL-3.0-or-later
// The golden archive was written once by the first version of the format and is never written again: every later version
// must read it.
#include "GoldenContent.h"
#include "Samples.h"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <iterator>

using namespace harp;
using namespace harp::test;

TEST_CASE ("the archive of the first version is still read, sample by sample")
{
    std::ifstream file (HARP_CONTRACT_DIR "/archive_v1.bin", std::ios::binary);
    const Bytes bytes (std::istreambuf_iterator<char> (file), {});
    REQUIRE (bytes.size() > 500);
    REQUIRE (bytes.size() < 4096);

    const auto read = readBack (bytes);
    REQUIRE (read);
    const auto& content = read.value();
    const auto expected = goldenContent();

    CHECK (content.sources == expected.sources);
    CHECK (content.endpoint->address == expected.endpoint->address);
    CHECK (content.endpoint->valuesJson == expected.endpoint->valuesJson);
    CHECK (content.endpoint->description->json == expected.endpoint->description->json);
    REQUIRE (content.modifications.size() == expected.modifications.size());

    for (const auto& [id, modification] : expected.modifications)
    {
        const auto& found = content.modifications.at (id);
        CHECK (found.comp == modification.comp);
        CHECK (found.sourceRate == modification.sourceRate);
        REQUIRE (found.takes.size() == modification.takes.size());

        for (std::size_t i = 0; i < found.takes.size(); ++i)
            CHECK (isSameTake (*found.takes[i], *modification.takes[i]));
    }

    // Both encodings are in it.
    const auto& outputs = content.modifications.at ("modification 1").takes[0]->outputs;
    CHECK (outputs[0].audio->format() == model::StoredAudio::Format::flac24);
    CHECK (outputs[1].audio->format() == model::StoredAudio::Format::packedFloat);
}
