// SPDX-License-Identifier: MIT
#include "embedded/Embedded.h"

#include "embed/Serve.h"
#include "shared/Signals.h"

#include <Python.h>

#include <chrono>
#include <climits>
#include <condition_variable>
#include <cstdlib>
#include <dlfcn.h>
#include <mutex>
#include <system_error>
#include <thread>
#include <unistd.h>

struct HarpEmbeddedSession
{
    std::mutex mutex;
    std::condition_variable changed;
    bool over = false;
    std::thread thread;
};

namespace
{

// Path of the Python library that this one was linked with.
std::string pythonLibrary()
{
    Dl_info info {};
    char path[PATH_MAX];

    if (dladdr (reinterpret_cast<void*> (&Py_GetVersion), &info) == 0 || realpath (info.dli_fname, path) == nullptr)
        return {};

    return path;
}

// Extension modules are not linked with Python: they look for its symbols among those that are global in the process.
void makePythonGlobal()
{
    dlopen (pythonLibrary().c_str(), RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL);
}

void serve (HarpEmbeddedSession& session, const harp::bridge::embed::Options& options)
{
    harp::bridge::blockSignalsInThisThread();
    makePythonGlobal();
    harp::bridge::embed::run (options);
    close (options.descriptor);

    const std::lock_guard lock (session.mutex);
    session.over = true;
    session.changed.notify_all();
}

} // namespace

HarpEmbeddedSession* harp_embedded_start (const char* python, int descriptor)
{
    harp::bridge::embed::Options options;
    options.python = python;
    options.descriptor = descriptor;

    if (const char* folders = std::getenv ("HARP_BRIDGE_PATH"))
        options.searchPath = folders;

    auto* session = new HarpEmbeddedSession;

    try
    {
        session->thread = std::thread ([session, options] { serve (*session, options); });
    }
    catch (const std::system_error&)
    {
        close (descriptor);
        delete session;
        return nullptr;
    }

    return session;
}

int harp_embedded_stop (HarpEmbeddedSession* session, int milliseconds)
{
    {
        std::unique_lock lock (session->mutex);

        if (! session->changed.wait_for (lock, std::chrono::milliseconds (milliseconds), [&] { return session->over; }))
            return 0;
    }

    session->thread.join();
    delete session;
    return 1;
}

const char* harp_embedded_python()
{
    static const std::string path = pythonLibrary();
    return path.c_str();
}
