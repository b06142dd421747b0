// SPDX-License-Identifier: MIT
// The lines of the worker protocol (tests/contract/PROTOCOL.md, section 3) as values. Pure functions, [any] thread.
#pragma once

#include <harp_bridge/Types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace harp::bridge::wire
{

struct Ready
{
    int protocol = 0;
};

struct Pong
{
    std::uint64_t number = 0;
};

struct Progressed
{
    JobId job = 0;
    Progress progress;
};

struct Described
{
    JobId job = 0;
    std::string json;
};

struct Listed
{
    JobId job = 0;
    std::string json;
};

struct NeedBlock
{
    JobId job = 0;
    std::string output;
    std::int64_t frames = 0;
    int channels = 0;
};

struct DoneAudio
{
    std::string output;
    std::string label;
    double rate = 0.0;
    std::int64_t frames = 0;
    int channels = 0;
};

struct Done
{
    JobId job = 0;
    std::vector<DoneAudio> audio;
    std::string dataJson;
    std::string notesJson;
};

// Job 0: the worker itself cannot start.
struct Failed
{
    JobId job = 0;
    Failure failure;
};

struct Ended
{
    JobId job = 0;
    std::string note; // for the user; mostly empty
};

using Event = std::variant<Ready, Pong, Progressed, Described, Listed, NeedBlock, Done, Failed, Ended>;

constexpr int protocolVersion = 1;

// nullopt when the line is not a message of the protocol; `reason` then says why, for developers.
std::optional<Event> parse (std::string_view line, std::string& reason);

std::string describeLine (JobId job, const DescribeRequest& request);
std::string modelsLine (JobId job, const ModelsRequest& request);

// nullopt when the request cannot be sent; `reason` says why.
std::optional<std::string> processLine (JobId job, const ProcessRequest& request, std::string& reason);

std::string blockLine (JobId job, const std::string& output);
std::string noBlockLine (JobId job, const std::string& output, const std::string& code);
std::string cancelLine (JobId job);
std::string pingLine (std::uint64_t number);
std::string quitLine();

} // namespace harp::bridge::wire
