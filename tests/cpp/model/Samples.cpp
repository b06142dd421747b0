// SPDX-License-Identifier: GPL-3.0-or-later
#include "Samples.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace harp::test
{

core::Audio makeAudio (int channels, core::Frame frames, double rate, const std::function<float (int, core::Frame)>& sample)
{
    core::Audio audio (channels, frames, rate);

    for (int c = 0; c < channels; ++c)
        for (core::Frame i = 0; i < frames; ++i)
            audio.channel (c)[i] = sample (c, i);

    return audio;
}

core::Audio integerAudio (int channels, core::Frame frames, double rate, int bits, unsigned seed)
{
    std::mt19937 random (seed);
    const auto scale = std::ldexp (1.0, bits - 1);

    return makeAudio (channels, frames, rate, [&] (int c, core::Frame i)
    {
        const auto noise = static_cast<double> (random() % 1000) / 10000.0;
        const auto value = 0.8 * std::sin (0.01 * static_cast<double> (i) * (c + 1)) + noise;
        return static_cast<float> (std::trunc (value * scale) / scale) + 0.0f; // never -0
    });
}

core::Audio floatAudio (int channels, core::Frame frames, double rate, unsigned seed)
{
    std::mt19937 random (seed);
    return makeAudio (channels, frames, rate, [&] (int, core::Frame) { return static_cast<float> (random()) / 3.0e9f - 0.7f; });
}

bool isBitIdentical (const core::Audio& a, const core::Audio& b)
{
    return a.channels() == b.channels() && a.frames() == b.frames() && a.rate() == b.rate()
           && (a.bytes() == 0 || std::memcmp (a.channel (0), b.channel (0), a.bytes()) == 0);
}

std::shared_ptr<const model::StoredAudio> stored (const core::Audio& audio)
{
    auto result = model::StoredAudio::encode (std::make_shared<const core::Audio> (audio));
    return result ? result.value() : throw std::runtime_error ("the audio of a test could not be encoded");
}

model::TakePtr makeTake (const model::TakeId& id, core::Span span, double rate, const std::vector<std::string>& labels)
{
    auto take = std::make_shared<model::Take>();
    take->id = id;
    take->name = "Model of " + id;
    take->span = span;
    take->sourceRate = rate;

    for (const auto& label : labels)
        take->outputs.push_back ({ label, stored (integerAudio (1, 20, rate, 16, static_cast<unsigned> (std::hash<std::string>() (id + label)))) });

    return take;
}

bool isSameTake (const model::Take& a, const model::Take& b)
{
    const auto sameOutput = [] (const model::TakeOutput& x, const model::TakeOutput& y)
    {
        const auto first = x.audio->decode(), second = y.audio->decode();
        return x.label == y.label && first && second && isBitIdentical (*first.value(), *second.value());
    };

    return a.id == b.id && a.name == b.name && a.span == b.span && a.sourceRate == b.sourceRate && a.dataJson == b.dataJson
           && a.notesJson == b.notesJson && a.provenance == b.provenance
           && std::equal (a.outputs.begin(), a.outputs.end(), b.outputs.begin(), b.outputs.end(), sameOutput);
}

Bytes archiveOf (const model::ArchiveContent& content)
{
    Bytes bytes;
    const auto status = model::writeArchive (content, [&] (std::span<const std::uint8_t> part)
    {
        bytes.insert (bytes.end(), part.begin(), part.end());
        return true;
    });

    return status ? bytes : throw std::runtime_error ("the archive of a test could not be written");
}

core::Result<model::ArchiveContent> readBack (const Bytes& bytes, const std::function<bool (const std::string&)>& wanted)
{
    const model::ArchiveBytes source { bytes.size(), [&] (std::uint64_t position, std::span<std::uint8_t> out)
    {
        // As a host that takes the contract seriously.
        if (out.empty() || position > bytes.size() || out.size() > bytes.size() - position)
            throw std::logic_error ("read outside of the archive");

        std::copy_n (bytes.begin() + static_cast<std::ptrdiff_t> (position), out.size(), out.begin());
        return true;
    } };

    return model::readArchive (source, wanted);
}

} // namespace harp::test
