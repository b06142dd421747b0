// SPDX-License-Identifier: MIT
#include "client/LineSocket.h"
#include "client/Messages.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace harp::bridge::wire
{

namespace
{

using Json = nlohmann::json;

// Text from outside may be anything; what is no UTF-8 is replaced rather than refused.
std::string write (const Json& message)
{
    return message.dump (-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace

std::string describeLine (JobId job, const DescribeRequest& request)
{
    return write ({ { "op", "describe" }, { "job", job }, { "address", request.address } });
}

std::string modelsLine (JobId job, const ModelsRequest& request)
{
    return write ({ { "op", "models" }, { "job", job }, { "address", request.address } });
}

std::optional<std::string> processLine (JobId job, const ProcessRequest& request, std::string& reason)
{
    const bool tooLarge = request.valuesJson.size() >= LineSocket::maxLine; // not even worth reading
    const auto values = tooLarge ? Json() : Json::parse (request.valuesJson, nullptr, false);

    if (tooLarge)
    {
        reason = "the control values are too large";
        return std::nullopt;
    }

    if (! values.is_object())
    {
        reason = "the control values are not a JSON object";
        return std::nullopt;
    }

    if (request.audio.size() > LineSocket::maxBlocks)
    {
        reason = "more than " + std::to_string (LineSocket::maxBlocks) + " audio inputs";
        return std::nullopt;
    }

    auto audio = Json::array();

    for (const auto& input : request.audio)
    {
        if (input.block == nullptr || ! std::isfinite (input.sampleRate) || input.sampleRate <= 0.0)
        {
            reason = "the audio of input '" + input.inputId + "' has no block or no sample rate";
            return std::nullopt;
        }

        audio.push_back ({ { "input", input.inputId },
                           { "frames", input.block->frames() },
                           { "channels", input.block->channels() },
                           { "rate", input.sampleRate } });
    }

    Json message { { "op", "process" }, { "job", job }, { "address", request.address }, { "values", values },
                   { "audio", audio }, { "fds", request.audio.size() } };

    if (request.durationSeconds && std::isfinite (*request.durationSeconds) && *request.durationSeconds > 0.0)
        message["duration"] = *request.durationSeconds;

    if (! request.group.empty())
        message["group"] = request.group;

    auto line = write (message);

    if (line.size() >= LineSocket::maxLine)
    {
        reason = "the control values are too large";
        return std::nullopt;
    }

    return line;
}

std::string blockLine (JobId job, const std::string& output)
{
    return write ({ { "op", "block" }, { "job", job }, { "output", output }, { "fds", 1 } });
}

std::string noBlockLine (JobId job, const std::string& output, const std::string& code)
{
    return write ({ { "op", "no_block" }, { "job", job }, { "output", output }, { "code", code } });
}

std::string cancelLine (JobId job)
{
    return write ({ { "op", "cancel" }, { "job", job } });
}

std::string pingLine (std::uint64_t number)
{
    return write ({ { "op", "ping" }, { "n", number } });
}

std::string quitLine()
{
    return write ({ { "op", "quit" } });
}

} // namespace harp::bridge::wire
