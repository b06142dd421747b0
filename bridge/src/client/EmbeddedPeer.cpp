// SPDX-License-Identifier: MIT
#include "client/Peer.h"
#include "client/PythonsInProcess.h"
#include "client/Sockets.h"
#include "embedded/Embedded.h"

#include <algorithm>
#include <dlfcn.h>
#include <mutex>

namespace harp::bridge
{

namespace
{

struct Library
{
    decltype (&harp_embedded_start) start = nullptr;
    decltype (&harp_embedded_stop) stop = nullptr;
    decltype (&harp_embedded_python) python = nullptr;

    bool isComplete() const { return start != nullptr && stop != nullptr && python != nullptr; }
};

// Never unloaded: an interpreter that was started cannot be taken out of a process again.
class EmbeddedPeer final : public Peer
{
public:
    EmbeddedPeer (Library functions, HarpEmbeddedSession* started) : library (functions), session (started) {}

    ~EmbeddedPeer() override { waitForEnd (std::chrono::milliseconds (0)); }

    int pid() const override { return 0; }
    void terminate() override {}
    void kill() override {}

    bool waitForEnd (std::chrono::milliseconds limit) override
    {
        if (session != nullptr && library.stop (session, static_cast<int> (limit.count())) != 0)
            session = nullptr;

        return session == nullptr;
    }

    std::string obituary() const override
    {
        return session == nullptr ? "the embedded interpreter left" : "the embedded interpreter does not answer";
    }

private:
    Library library;
    HarpEmbeddedSession* session;
};

template <typename Function>
void look (void* handle, const char* name, Function& function)
{
    function = reinterpret_cast<Function> (dlsym (handle, name));
}

Library functionsOf (void* handle)
{
    Library library;
    look (handle, "harp_embedded_start", library.start);
    look (handle, "harp_embedded_stop", library.stop);
    look (handle, "harp_embedded_python", library.python);
    return library;
}

// The Python that this library brought itself when it was loaded before is not the host's.
std::string foreignPython (const std::string& libraryPath)
{
    std::string own;

    if (void* handle = dlopen (libraryPath.c_str(), RTLD_LAZY | RTLD_NOLOAD))
    {
        if (const auto library = functionsOf (handle); library.isComplete())
            own = library.python();

        dlclose (handle);
    }

    const auto pythons = pythonsInProcess();
    const auto foreign = std::find_if (pythons.begin(), pythons.end(), [&] (const auto& path) { return path != own; });
    return foreign == pythons.end() ? std::string() : *foreign;
}

std::string loaderError()
{
    const char* error = dlerror();
    return error != nullptr ? error : "unknown error of the loader";
}

} // namespace

std::unique_ptr<Peer> startEmbedded (const Config& config, int theirs, bool& hostHoldsPython, Failure& failure)
{
    static std::mutex oneAtATime; // between looking for another Python and loading ours
    const std::lock_guard lock (oneAtATime);
    HarpEmbeddedSession* session = nullptr;
    Library library;
    hostHoldsPython = false;

    if (! isExecutable (config.python, "the Python environment", failure))
    {
    }
    else if (const auto foreign = foreignPython (config.embedded); ! foreign.empty())
    {
        hostHoldsPython = true;
        failure = { "worker_missing", {}, "this program already holds a Python ('" + foreign
                                              + "'); a second one in the same process would harm it" };
    }
    else if (void* handle = dlopen (config.embedded.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE); handle == nullptr)
    {
        failure = { "worker_missing", {}, "the embedded library could not be loaded: " + loaderError() };
    }
    else if (library = functionsOf (handle); ! library.isComplete())
    {
        failure = { "worker_missing", {}, "'" + config.embedded + "' is not the embedded library of this version" };
    }
    else
    {
        session = library.start (config.python.c_str(), theirs);
        return std::make_unique<EmbeddedPeer> (library, session);
    }

    closeDescriptor (theirs);
    return nullptr;
}

} // namespace harp::bridge
