// SPDX-License-Identifier: GPL-3.0-or-later
// Audio, takes and archives for the tests of the model, the same in every run.
#pragma once

#include <model/Archive.h>

#include <functional>
#include <random>

namespace harp::test
{

using Bytes = std::vector<std::uint8_t>;

// Calls `sample (channel, frame)` for each sample.
core::Audio makeAudio (int channels, core::Frame frames, double rate, const std::function<float (int, core::Frame)>& sample);

// A tone with some noise, each sample an exact multiple of 2^-(bits - 1).
core::Audio integerAudio (int channels, core::Frame frames, double rate, int bits, unsigned seed = 1);

// Uniform noise of full float32 resolution.
core::Audio floatAudio (int channels, core::Frame frames, double rate, unsigned seed = 1);

// Same shape, same bit patterns (so -0 differs from 0 and one NaN from another).
bool isBitIdentical (const core::Audio&, const core::Audio&);

std::shared_ptr<const model::StoredAudio> stored (const core::Audio&);

// A take of one short output per label.
model::TakePtr makeTake (const model::TakeId&, core::Span, double rate = 44100.0, const std::vector<std::string>& labels = { "Output" });

// Field by field, audio sample by sample.
bool isSameTake (const model::Take&, const model::Take&);

Bytes archiveOf (const model::ArchiveContent&);
core::Result<model::ArchiveContent> readBack (const Bytes&, const std::function<bool (const std::string&)>& wanted = {});

} // namespace harp::test
