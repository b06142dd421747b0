// SPDX-License-Identifier: MIT
// The bridge's own thread: takes requests from [any] thread, speaks with one worker at a time, and calls back.
#pragma once

#include "client/Job.h"
#include "client/Session.h"
#include "client/Sockets.h"

#include <harp_bridge/Bridge.h>

#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <variant>

namespace harp::bridge
{

class Bridge::Impl
{
public:
    explicit Impl (Config settings) : config (std::move (settings)) {}
    ~Impl();
    Impl (const Impl&) = delete;
    Impl& operator= (const Impl&) = delete;

    // [any]
    JobId newId() { return ++lastId; }
    void add (Job job);
    void cancel (JobId id);

    Config config;
    std::atomic<bool> running { false };
    std::atomic<int> pid { 0 };

private:
    struct Cancel
    {
        JobId id;
    };

    using Command = std::variant<Job, Cancel>;
    using Clock = Session::Clock;

    // A job whose end was told while the worker still works on it. What it says of it is dropped,
    // but for its last note.
    struct Closing
    {
        Clock::time_point since;
        bool over = false;
        std::function<void (const std::string&)> onNote;
    };

    void post (Command command);
    void wake() const;

    // [bridge] from here on
    void run();
    bool runOnce();
    void waitForEvents();
    void readEvents();
    bool runCommands();
    void begin (Job job);
    void stop (JobId id);
    void checkHealth();
    void finish();

    bool isBusy() const;
    void lose (const std::string& reason);
    void loseWith (const Failure& failure);
    void close (std::map<JobId, Job>::iterator job, const Failure& failure);

    // One message of the worker. False when it is not allowed now.
    bool handle (const wire::Event& event, std::string& reason);
    bool on (const wire::Ready& ready, std::string& reason);
    bool on (const wire::Pong& pong, std::string& reason);
    bool on (const wire::Progressed& progressed, std::string& reason);
    bool on (const wire::Described& described, std::string& reason);
    bool on (const wire::Listed& listed, std::string& reason);
    bool on (const wire::NeedBlock& need, std::string& reason);
    bool on (const wire::Done& done, std::string& reason);
    bool on (const wire::Failed& failed, std::string& reason);
    bool on (const wire::Ended& ended, std::string& reason);
    bool isLate (JobId id, bool last);
    std::map<JobId, Job>::iterator find (JobId id, Job::Kind kind, std::string& reason);

    std::atomic<JobId> lastId { 0 };
    std::mutex mutex; // guards commands, quitting and the start of the thread
    std::deque<Command> commands;
    bool quitting = false;
    Pair waker;
    std::thread thread;

    std::unique_ptr<Session> session;
    std::map<JobId, Job> jobs;
    std::map<JobId, Closing> closings; // of this session
    std::vector<std::unique_ptr<Peer>> dying;
};

} // namespace harp::bridge
