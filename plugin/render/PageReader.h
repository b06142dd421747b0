// SPDX-License-Identifier: GPL-3.0-or-later
// Computes one page of untouched audio: always from the same padded window, so that its samples never depend on what was
// played before. [worker], the engine's background thread.
#pragma once

#include "PageTable.h"

namespace harp::render
{

struct ReadPage
{
    model::SampleReader::Outcome outcome = model::SampleReader::Outcome::failed;
    std::unique_ptr<const core::Audio> audio; // when ok
};

// Reads at most 65536 frames per call of the reader.
ReadPage readPage (const PageTable&, std::size_t index);

} // namespace harp::render
