// SPDX-License-Identifier: MIT
// What travels between a program and the bridge: requests, progress, results and failures. Plain data, [any] thread.
#pragma once

#include <harp_bridge/Block.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace harp::bridge
{

using JobId = std::uint64_t; // never 0, never used twice by one Bridge

// Why a job ended without a result. `code` is one of tests/contract/errors.json; `message` is what the server itself
// said to its user (often empty); `detail` is for developers and never holds a token.
struct Failure
{
    std::string code;
    std::string message;
    std::string detail;
};

// Names on the wire: connecting, waking, uploading, queued, running, downloading, checking.
enum class Stage
{
    connecting,
    waking,
    uploading,
    queued,
    running,
    downloading,
    checking
};

const char* nameOf (Stage) noexcept;

struct Progress
{
    Stage stage = Stage::connecting;
    std::optional<double> fraction;     // 0..1 within the stage, when it is known
    std::optional<int> queueRank;       // 0 = next, while queued
    std::optional<int> queueSize;
    std::optional<double> etaSeconds;
    std::string message;                // the model's own words (progress text, gr.Info, gr.Warning), often empty
};

// One audio input of a request. The block must not be written to until the job has ended.
struct AudioInput
{
    std::string inputId; // `id` of the input in the description
    std::shared_ptr<Block> block;
    double sampleRate = 0.0;
};

struct DescribeRequest
{
    std::string address;
};

struct ProcessRequest
{
    std::string address;
    std::string valuesJson = "{}"; // JSON object: input id -> value; what is absent gets the endpoint's default
    std::vector<AudioInput> audio; // empty for an endpoint that needs none

    // How much audio a model without audio input shall make; it goes to the control for that, where there is one and no value for it.
    std::optional<double> durationSeconds;

    // What the job belongs to, a document for example: groups take turns at an endpoint. Empty: one group of all such jobs.
    std::string group;
};

// The normalised description as JSON; shape in tests/contract/PROTOCOL.md.
struct Description
{
    std::string json;
};

// A list of models that somebody hosts (models.json).
struct ModelsRequest
{
    std::string address; // of the list
};

// The checked list as JSON; shape in tests/contract/PROTOCOL.md.
struct ModelList
{
    std::string json;
};

struct AudioOutput
{
    std::string outputId;
    std::string label;
    double sampleRate = 0.0;
    std::shared_ptr<Block> block; // another process may still write to it: copy, then check
};

struct ProcessResult
{
    std::vector<AudioOutput> audio;
    std::string dataJson = "[]";  // the outputs that are not audio (labels, text, ...), as JSON array
    std::string notesJson = "[]"; // sentences about what was changed on the way (for example 16-bit server), JSON array
};

template <typename T>
using Outcome = std::variant<T, Failure>;

} // namespace harp::bridge
