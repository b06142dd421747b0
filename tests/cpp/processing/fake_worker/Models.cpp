// SPDX-License-Identifier: GPL-3.0-or-later
#include "Models.h"

#include <limits>

namespace harp::fake
{

namespace
{

Output copyOf (Mapping& input, double rate, float factor)
{
    Output output { "Output", rate, {} };

    for (int c = 0; c < input.channels(); ++c)
    {
        output.channels.emplace_back (input.channel (c), input.channel (c) + input.frames());

        for (auto& sample : output.channels.back())
            sample *= factor;
    }

    return output;
}

void everySecond (std::vector<float>& samples)
{
    for (std::size_t i = 0; 2 * i < samples.size(); ++i)
        samples[i] = samples[2 * i];

    samples.resize ((samples.size() + 1) / 2);
}

void shape (const std::string& mode, Output& output)
{
    for (auto& channel : output.channels)
    {
        if (mode == "longer")
            channel.insert (channel.end(), static_cast<std::size_t> (output.rate / 2), 0.5f);
        else if (mode == "shorter")
            channel.resize (channel.size() / 2);
        else if (mode == "half-rate")
            everySecond (channel);
    }

    if (mode == "nan")
    {
        output.channels[0][0] = std::numeric_limits<float>::infinity();
        output.channels[0][1] = std::numeric_limits<float>::quiet_NaN();
    }

    if (mode == "half-rate")
        output.rate /= 2;
    else if (mode == "slow-rate")
        output.rate = 1000.0;
    else if (mode == "wide")
        output.channels.resize (33, output.channels[0]);
}

} // namespace

std::vector<Output> outputsOf (const std::string& mode, double gain, Mapping* input, double rate)
{
    if (mode == "silent")
        return {};

    if (mode == "text-only")
        return { { "Output", 8000.0, { std::vector<float> (8000, 0.25f) } } };

    if (mode == "endless")
        return { { "Output", 8000.0, { std::vector<float> (8000 * 601) } } };

    if (input == nullptr)
        return {};

    if (mode == "stems")
    {
        auto same = copyOf (*input, rate, 1.0f), inverted = copyOf (*input, rate, -1.0f);
        same.label = "same";
        inverted.label = "inverted";
        return { same, inverted };
    }

    auto output = copyOf (*input, rate, mode == "gain" ? static_cast<float> (gain) : 1.0f);
    shape (mode, output);
    return { output };
}

} // namespace harp::fake
