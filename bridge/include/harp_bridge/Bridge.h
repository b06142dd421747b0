// SPDX-License-Identifier: MIT
// The way to the Python client: describe an endpoint, fetch a list of them, submit a job, cancel it, and hear of its progress.
//
// The client runs in a worker process (default) or, as an explicit opt-in, on a thread of this process; both speak the
// same protocol over a socket. Nothing is started before the first request, and a worker that died, hung or spoke
// nonsense is replaced at the next one. [any] thread may call every function but the destructor's owner must make sure
// that no call is running; no function blocks on Python, on the network or on the worker.
//
// The worker inherits the environment without PYTHON*, LD_*, DYLD_* and HARP_*, except HARP_BRIDGE_*; of these
// HARP_BRIDGE_PATH names folders (separated like PATH) that Python searches before its own.
#pragma once

#include <harp_bridge/Types.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace harp::bridge
{

enum class Backend
{
    worker,    // a process of its own: a crash, a hang or a second Python cannot reach the host
    inProcess  // a thread with an interpreter in this process: only for hosts that hold no Python; where one is found
               // the worker is used instead, or the job fails with worker_missing when no worker is configured
};

struct Config
{
    Backend backend = Backend::worker;
    std::string worker;   // the harp_worker executable
    std::string embedded; // the library of the in-process backend
    std::string python;   // <environment>/bin/python of the environment that holds harp_bridge

    // What the worker and the models print (appended); nowhere when empty.
    std::string logFile;

    // A worker with open jobs that answers no ping for this long is killed and its jobs fail with worker_lost.
    std::chrono::milliseconds silenceLimit { 15000 };

    // The same for a worker that was started and has not said that it is ready.
    std::chrono::milliseconds startLimit { 30000 };

    // One audio output may be resultFactor times as large as all audio of the request, plus resultExtraBytes; a job
    // that wants more fails with result_too_large.
    std::size_t resultFactor = 4;
    std::size_t resultExtraBytes = std::size_t { 64 } << 20;
};

class Bridge
{
public:
    explicit Bridge (Config);

    // Ends every job (their callbacks hear `cancelled`), then the worker. Returns within about a second. Not from
    // inside a callback.
    ~Bridge();
    Bridge (const Bridge&) = delete;
    Bridge& operator= (const Bridge&) = delete;

    // Callbacks come one at a time on the bridge's own thread. `onEnd` is called exactly once for each job, also when
    // the worker cannot be started, and never from inside the call that began it. Callbacks may call back into the bridge
    // and must not throw. `onProgress` may be empty.
    JobId describe (DescribeRequest,
                    std::function<void (Outcome<Description>)> onEnd,
                    std::function<void (const Progress&)> onProgress = {});

    JobId models (ModelsRequest, std::function<void (Outcome<ModelList>)> onEnd);

    JobId submit (ProcessRequest,
                  std::function<void (const Progress&)> onProgress,
                  std::function<void (Outcome<ProcessResult>)> onEnd,
                  std::function<void (const std::string&)> onNote = {});

    // The job ends with the code `cancelled` at once; the server is told in the background, and when the model may go on working
    // there nevertheless, `onNote` hears a sentence about that, after the end. Unknown ids are ignored.
    void cancel (JobId);

    // True while a worker (or the embedded interpreter) is up.
    bool isRunning() const;

    // Process id of the worker, 0 when there is none (in-process backend included).
    int workerPid() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl;
};

} // namespace harp::bridge
