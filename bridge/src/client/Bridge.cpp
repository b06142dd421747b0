// SPDX-License-Identifier: MIT
#include "client/BridgeLoop.h"

#include <algorithm>

namespace harp::bridge
{

namespace
{

// What one audio output may need: in relation to what was sent, so that a small request cannot fill the memory.
std::size_t outputLimit (const Config& config, const ProcessRequest& request)
{
    std::size_t sent = 0;

    for (const auto& input : request.audio)
        sent += input.block != nullptr ? input.block->bytes() : 0;

    const auto most = Block::maxBytes;

    if (config.resultFactor != 0 && sent > most / config.resultFactor)
        return most;

    return std::min (most, sent * config.resultFactor + std::min (most, config.resultExtraBytes));
}

} // namespace

Bridge::Bridge (Config config) : impl (std::make_unique<Impl> (std::move (config))) {}

Bridge::~Bridge() = default;

JobId Bridge::describe (DescribeRequest request,
                        std::function<void (Outcome<Description>)> onEnd,
                        std::function<void (const Progress&)> onProgress)
{
    Job job;
    job.id = impl->newId();
    job.line = wire::describeLine (job.id, request);

    if (job.line.size() >= LineSocket::maxLine)
        job.refused = Failure { "address_invalid", {}, "the address is too long" };

    job.onProgress = std::move (onProgress);
    job.onDescribed = onEnd ? std::move (onEnd) : [] (Outcome<Description>) {};
    const auto id = job.id;
    impl->add (std::move (job));
    return id;
}

JobId Bridge::models (ModelsRequest request, std::function<void (Outcome<ModelList>)> onEnd)
{
    Job job;
    job.id = impl->newId();
    job.line = wire::modelsLine (job.id, request);

    if (job.line.size() >= LineSocket::maxLine)
        job.refused = Failure { "models_invalid", {}, "the address is too long" };

    job.onListed = onEnd ? std::move (onEnd) : [] (Outcome<ModelList>) {};
    const auto id = job.id;
    impl->add (std::move (job));
    return id;
}

JobId Bridge::submit (ProcessRequest request,
                      std::function<void (const Progress&)> onProgress,
                      std::function<void (Outcome<ProcessResult>)> onEnd,
                      std::function<void (const std::string&)> onNote)
{
    Job job;
    job.id = impl->newId();
    std::string reason;

    if (auto line = wire::processLine (job.id, request, reason))
        job.line = std::move (*line);
    else
        job.refused = Failure { "command_invalid", {}, reason };

    for (auto& input : request.audio)
        job.inputs.push_back (input.block);

    job.outputLimit = outputLimit (impl->config, request);
    job.onProgress = std::move (onProgress);
    job.onNote = std::move (onNote);
    job.onProcessed = onEnd ? std::move (onEnd) : [] (Outcome<ProcessResult>) {};
    const auto id = job.id;
    impl->add (std::move (job));
    return id;
}

void Bridge::cancel (JobId id)
{
    impl->cancel (id);
}

bool Bridge::isRunning() const
{
    return impl->running.load();
}

int Bridge::workerPid() const
{
    return impl->pid.load();
}

} // namespace harp::bridge
