// SPDX-License-Identifier: MIT
#include "embed/Interpreter.h"

#include <pybind11/embed.h>

#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <stdexcept>

namespace py = pybind11;
namespace fs = std::filesystem;

namespace harp::bridge::embed
{

namespace
{

const std::string ownVersion = std::to_string (PY_MAJOR_VERSION) + "." + std::to_string (PY_MINOR_VERSION);

// "3.11" from the pyvenv.cfg of the environment; empty when `python` belongs to none.
std::string environmentVersion (const fs::path& python)
{
    std::ifstream file (python.parent_path().parent_path() / "pyvenv.cfg");

    for (std::string line; std::getline (file, line);)
    {
        std::istringstream words (line);
        std::string key, equals, value;

        if (words >> key >> equals >> value && equals == "=" && (key == "version" || key == "version_info"))
        {
            const auto second = value.find ('.', value.find ('.') + 1);
            return value.substr (0, second);
        }
    }

    return {};
}

// A missing environment would silently become the system's Python, and one of another version would break at the first
// extension module; both are said here.
void checkEnvironment (const fs::path& python)
{
    std::error_code ignored;

    if (! fs::is_regular_file (python, ignored))
        throw std::runtime_error ("the Python environment is not there: '" + python.string() + "'");

    const auto version = environmentVersion (python);

    if (! version.empty() && version != ownVersion)
        throw std::runtime_error ("the environment of '" + python.string() + "' is made for Python " + version
                                  + ", this program embeds Python " + ownVersion);
}

void check (PyStatus status, const char* what)
{
    if (PyStatus_Exception (status))
        throw std::runtime_error (std::string (what) + ": " + (status.err_msg != nullptr ? status.err_msg : "no reason"));
}

void initialise (const std::string& python)
{
    PyPreConfig before;
    PyPreConfig_InitIsolatedConfig (&before);
    before.utf8_mode = 1; // otherwise the path of an environment may be mangled under the C locale
    check (Py_PreInitialize (&before), "preparing Python");

    PyConfig config;
    PyConfig_InitIsolatedConfig (&config);
    config.install_signal_handlers = 0;
    config.parse_argv = 0;
    config.write_bytecode = 0; // an installed bundle may be read-only or signed

    // From these two Python finds pyvenv.cfg, and with it its environment.
    auto status = PyConfig_SetBytesString (&config, &config.program_name, python.c_str());

    if (! PyStatus_Exception (status))
        status = PyConfig_SetBytesString (&config, &config.executable, python.c_str());

    if (! PyStatus_Exception (status))
        status = Py_InitializeFromConfig (&config);

    PyConfig_Clear (&config);
    check (status, "starting Python");
}

} // namespace

void startInterpreter (const std::string& python)
{
    static std::mutex mutex;
    static std::string running;
    const std::lock_guard lock (mutex);

    // Not canonical: the link in the environment's folder is what leads to the environment.
    const auto path = fs::absolute (python).lexically_normal();

    if (! running.empty())
    {
        if (running != path.string())
            throw std::runtime_error ("an interpreter of '" + running + "' runs in this process already");

        return;
    }

    if (Py_IsInitialized() != 0)
        throw std::runtime_error ("this program runs an interpreter of its own");

    checkEnvironment (path);
    initialise (path.string());
    running = path.string();
    PyEval_SaveThread();
}

void addSearchPath (const std::string& folders)
{
    py::list path = py::module_::import ("sys").attr ("path");
    std::istringstream rest (folders);
    std::size_t position = 0;

    for (std::string folder; std::getline (rest, folder, ':');)
        if (! folder.empty() && ! path.contains (folder))
            path.insert (position++, folder);
}

} // namespace harp::bridge::embed
