// SPDX-License-Identifier: MIT
#include "client/PythonsInProcess.h"

#include <climits>
#include <cstdlib>
#include <dlfcn.h>

#if defined(__APPLE__)
 #include <mach-o/dyld.h>
#else
 #include <link.h>
#endif

namespace harp::bridge
{

namespace
{

std::string resolved (const char* path)
{
    char buffer[PATH_MAX];
    return realpath (path, buffer) != nullptr ? buffer : std::string();
}

// Paths of everything that is loaded; the empty path stands for the program itself.
std::vector<std::string> loadedObjects()
{
    std::vector<std::string> paths;

#if defined(__APPLE__)
    for (std::uint32_t i = 0; i < _dyld_image_count(); ++i)
        paths.emplace_back (_dyld_get_image_name (i));
#else
    dl_iterate_phdr (
        [] (dl_phdr_info* info, std::size_t, void* user)
        {
            static_cast<std::vector<std::string>*> (user)->emplace_back (info->dlpi_name != nullptr ? info->dlpi_name : "");
            return 0;
        },
        &paths);
#endif

    return paths;
}

// Symbols are also found in what an object depends on; only the object that holds the function itself counts.
std::string definingObject (void* handle)
{
    void* function = dlsym (handle, "Py_IsInitialized");
    Dl_info info {};

    if (function == nullptr || dladdr (function, &info) == 0 || info.dli_fname == nullptr)
        return {};

    return resolved (info.dli_fname);
}

} // namespace

std::vector<std::string> pythonsInProcess()
{
    std::vector<std::string> pythons;

    for (const auto& path : loadedObjects())
    {
        void* handle = path.empty() ? dlopen (nullptr, RTLD_LAZY) : dlopen (path.c_str(), RTLD_LAZY | RTLD_NOLOAD);

        if (handle == nullptr)
            continue;

        const auto definer = definingObject (handle);
        const auto own = path.empty() ? resolved ("/proc/self/exe") : resolved (path.c_str());

        if (! definer.empty() && definer == own)
            pythons.push_back (definer);

        dlclose (handle);
    }

    return pythons;
}

} // namespace harp::bridge
