// SPDX-License-Identifier: MIT
#include "embed/Serve.h"

#include "embed/Interpreter.h"
#include "embed/MappedBlock.h"

#include <pybind11/embed.h>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <stdexcept>
#include <string_view>
#include <sys/socket.h>

namespace py = pybind11;

namespace harp::bridge::embed
{

namespace
{

std::string jsonString (std::string_view text)
{
    std::string result = "\"";

    for (const char c : text)
    {
        char code[8];

        if (c == '"' || c == '\\')
            (result += '\\') += c;
        else if (static_cast<unsigned char> (c) >= 0x20)
            result += c;
        else if (std::snprintf (code, sizeof code, "\\u%04x", static_cast<unsigned> (c)) > 0)
            result += code;
    }

    return result + '"';
}

// The one message that does not need Python: why there is none.
void sayMissing (int descriptor, const std::string& detail)
{
    const auto line = R"({"ev":"failed","job":0,"code":"worker_missing","message":"","detail":)" + jsonString (detail) + "}\n";

#if defined(MSG_NOSIGNAL)
    const int flags = MSG_NOSIGNAL;
#else
    const int flags = 0;
#endif

    for (std::size_t sent = 0; sent < line.size();)
    {
        const auto count = send (descriptor, line.data() + sent, line.size() - sent, flags);

        if (count < 0 && errno != EINTR)
            return;

        sent += count > 0 ? static_cast<std::size_t> (count) : 0;
    }
}

class LockedInterpreter
{
public:
    LockedInterpreter() : state (PyGILState_Ensure()) {}
    ~LockedInterpreter() { PyGILState_Release (state); }
    LockedInterpreter (const LockedInterpreter&) = delete;
    LockedInterpreter& operator= (const LockedInterpreter&) = delete;

private:
    PyGILState_STATE state;
};

py::object findServe (const Options& options)
{
    try
    {
        addSearchPath (options.searchPath);
        return py::module_::import ("harp_bridge._worker").attr ("serve");
    }
    catch (py::error_already_set& error)
    {
        throw std::runtime_error ("the Python environment of '" + options.python
                                  + "' has no working harp_bridge: " + error.what());
    }
}

// `serve` closes what it is given, and the caller still has to watch or close its own.
int copyOf (int descriptor)
{
    const int copy = fcntl (descriptor, F_DUPFD_CLOEXEC, 0);

    if (copy < 0)
        throw std::runtime_error ("too many open files");

    return copy;
}

// A partner that went away is how every session ends sooner or later.
bool isGoodbye (const py::error_already_set& error)
{
    return error.matches (PyExc_BrokenPipeError) || error.matches (PyExc_ConnectionError)
        || error.matches (PyExc_SystemExit) || error.matches (PyExc_KeyboardInterrupt);
}

} // namespace

std::string run (const Options& options)
{
    std::string problem;

    try
    {
        startInterpreter (options.python);
        const LockedInterpreter locked;
        const auto serve = findServe (options);
        const auto mapBlock = blockModule().attr ("map_block");

        try
        {
            serve (copyOf (options.descriptor), py::arg ("map_block") = mapBlock);
        }
        catch (py::error_already_set& error)
        {
            return isGoodbye (error) ? std::string() : error.what();
        }

        return {};
    }
    catch (const std::exception& exception)
    {
        problem = exception.what();
    }

    sayMissing (options.descriptor, problem);
    return problem;
}

void runExitFunctions()
{
    if (Py_IsInitialized() == 0)
        return;

    const LockedInterpreter locked;

    try
    {
        py::module_::import ("atexit").attr ("_run_exitfuncs")();
        py::module_::import ("sys").attr ("stdout").attr ("flush")();
        py::module_::import ("sys").attr ("stderr").attr ("flush")();
    }
    catch (py::error_already_set&)
    {
        // The process ends now in any case.
    }
}

} // namespace harp::bridge::embed
