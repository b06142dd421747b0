// SPDX-License-Identifier: MIT
#include "client/Peer.h"
#include "client/Sockets.h"
#include "client/WorkerEnvironment.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern char** environ;

namespace harp::bridge
{

namespace
{

constexpr int workerDescriptor = 3;

// Its own process group, so that what a model starts can be ended with it.
class WorkerProcess final : public Peer
{
public:
    explicit WorkerProcess (pid_t process) : id (process) {}

    ~WorkerProcess() override
    {
        kill();
        waitForEnd (std::chrono::milliseconds (500));
    }

    int pid() const override { return static_cast<int> (id); }
    void terminate() override { signalGroup (SIGTERM); }
    void kill() override { signalGroup (SIGKILL); }

    bool waitForEnd (std::chrono::milliseconds limit) override
    {
        const auto deadline = std::chrono::steady_clock::now() + limit;

        while (! hasEnded() && std::chrono::steady_clock::now() < deadline)
            std::this_thread::sleep_for (std::chrono::milliseconds (1));

        return ended;
    }

    std::string obituary() const override
    {
        if (! ended)
            return "the worker did not end";

        if (! statusKnown)
            return "the worker ended";

        if (status.si_code == CLD_EXITED)
            return "the worker left with status " + std::to_string (status.si_status);

        return "the worker was ended by signal " + std::to_string (status.si_status);
    }

private:
    // Looks before it reaps: while the leader is a zombie its number cannot belong to anybody else, so the rest of the
    // group can be ended safely. A host may ignore SIGCHLD or reap all children itself: then there is nothing to reap.
    bool hasEnded()
    {
        if (ended)
            return true;

        siginfo_t info {};
        const int result = waitid (P_PID, static_cast<id_t> (id), &info, WEXITED | WNOHANG | WNOWAIT);

        if (result == 0 && info.si_pid == 0)
            return false;

        if (result != 0 && errno != ECHILD)
            return false;

        if (result == 0)
        {
            ::kill (-id, SIGKILL);
            statusKnown = waitpid (id, nullptr, WNOHANG) == id;
            status = info;
        }

        ended = true;
        return true;
    }

    void signalGroup (int signal)
    {
        if (! hasEnded())
            ::kill (-id, signal);
    }

    pid_t id;
    bool ended = false;
    bool statusKnown = false;
    siginfo_t status {};
};

struct SpawnSettings
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;

    SpawnSettings()
    {
        posix_spawn_file_actions_init (&actions);
        posix_spawnattr_init (&attributes);
    }

    ~SpawnSettings()
    {
        posix_spawn_file_actions_destroy (&actions);
        posix_spawnattr_destroy (&attributes);
    }

    SpawnSettings (const SpawnSettings&) = delete;
    SpawnSettings& operator= (const SpawnSettings&) = delete;
};

// Nothing of the host's signal handling reaches the worker, and it leads a group of its own.
void setAttributes (posix_spawnattr_t& attributes)
{
    sigset_t none, all;
    sigemptyset (&none);
    sigfillset (&all);
    sigdelset (&all, SIGKILL);
    sigdelset (&all, SIGSTOP);
    posix_spawnattr_setsigmask (&attributes, &none);
    posix_spawnattr_setsigdefault (&attributes, &all);
    posix_spawnattr_setpgroup (&attributes, 0);
    posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

// What models print goes to the log file or nowhere, never to the protocol.
int openLog (const std::string& path)
{
    int file = path.empty() ? -1 : open (path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

    if (file < 0)
        file = open ("/dev/null", O_WRONLY | O_CLOEXEC);

    const int higher = file < 0 ? -1 : fcntl (file, F_DUPFD_CLOEXEC, 10);
    closeDescriptor (file);
    return higher;
}

} // namespace

bool isExecutable (const std::string& path, const char* what, Failure& failure)
{
    struct stat info {};

    if (! path.empty() && stat (path.c_str(), &info) == 0 && S_ISREG (info.st_mode) && access (path.c_str(), X_OK) == 0)
        return true;

    failure = { "worker_missing", {}, std::string (what) + " is not there: '" + path + "'" };
    return false;
}

std::unique_ptr<Peer> startWorkerProcess (const Config& config, int theirs, Failure& failure)
{
    int log = -1;
    pid_t id = -1;
    int result = ENOENT;

    if (isExecutable (config.worker, "the worker program", failure)
        && isExecutable (config.python, "the Python environment", failure))
    {
        SpawnSettings settings;
        setAttributes (settings.attributes);
        log = openLog (config.logFile);
        posix_spawn_file_actions_addopen (&settings.actions, 0, "/dev/null", O_RDONLY, 0);

        for (const int stream : { 1, 2 })
        {
            if (log >= 0)
                posix_spawn_file_actions_adddup2 (&settings.actions, log, stream);
            else
                posix_spawn_file_actions_addopen (&settings.actions, stream, "/dev/null", O_WRONLY, 0);
        }

        posix_spawn_file_actions_adddup2 (&settings.actions, theirs, workerDescriptor);

        auto variables = workerEnvironment (environ);
        std::vector<char*> environment;

        for (auto& variable : variables)
            environment.push_back (variable.data());

        environment.push_back (nullptr);

        std::string program = config.worker, option = "--python", python = config.python;
        std::array<char*, 4> arguments { program.data(), option.data(), python.data(), nullptr };
        result = posix_spawn (&id, program.c_str(), &settings.actions, &settings.attributes,
                              arguments.data(), environment.data());

        if (result != 0)
            failure = { "worker_missing", {}, "'" + config.worker + "' could not be started: " + std::strerror (result) };
    }

    closeDescriptor (log);
    closeDescriptor (theirs);
    return result == 0 ? std::make_unique<WorkerProcess> (id) : nullptr;
}

} // namespace harp::bridge
