// SPDX-License-Identifier: MIT
#include "ModuleLoader.h"

#include "HostError.h"

#include <algorithm>
#include <cstring>

#if defined(_WIN32)
 #define NOMINMAX
 #include <windows.h>
#elif defined(__APPLE__)
 #include <CoreFoundation/CoreFoundation.h>
#else
 #include <dlfcn.h>
 #include <sys/utsname.h>
#endif

namespace fs = std::filesystem;

namespace harp::host
{
namespace
{

#if defined(_WIN32)

// Written for Windows, not tested there.
fs::path binaryOf (const fs::path& path)
{
    return fs::is_directory (path) ? path / "Contents" / "x86_64-win" / path.filename() : path;
}

void* openLibrary (const fs::path& file, std::string& error)
{
    auto* const library = LoadLibraryW (file.c_str());

    if (library == nullptr)
        error = "Windows error " + std::to_string (GetLastError());

    return library;
}

void closeLibrary (void* library) { FreeLibrary (static_cast<HMODULE> (library)); }
void* symbolOf (void* library, const char* name) { return reinterpret_cast<void*> (GetProcAddress (static_cast<HMODULE> (library), name)); }

constexpr auto entryName = "InitDll";
constexpr auto exitName = "ExitDll";
constexpr auto entryIsRequired = false;
bool callEntry (void* entry, void*) { return reinterpret_cast<bool (__stdcall*)()> (entry)(); }

#elif defined(__APPLE__)

// Written for macOS, not tested there.
fs::path binaryOf (const fs::path& path) { return path; }

void* openLibrary (const fs::path& file, std::string& error)
{
    const auto text = file.string();
    auto* const url = CFURLCreateFromFileSystemRepresentation (nullptr, reinterpret_cast<const UInt8*> (text.data()), CFIndex (text.size()), true);
    auto* const bundle = url != nullptr ? CFBundleCreate (nullptr, url) : nullptr;

    if (url != nullptr)
        CFRelease (url);

    if (bundle == nullptr || ! CFBundleLoadExecutable (bundle))
    {
        error = "it is no loadable bundle";
        return nullptr;
    }

    return bundle;
}

void closeLibrary (void* library) { CFRelease (static_cast<CFBundleRef> (library)); }

void* symbolOf (void* library, const char* name)
{
    auto* const text = CFStringCreateWithCString (nullptr, name, kCFStringEncodingASCII);
    auto* const found = CFBundleGetFunctionPointerForName (static_cast<CFBundleRef> (library), text);
    CFRelease (text);
    return found;
}

constexpr auto entryName = "bundleEntry";
constexpr auto exitName = "bundleExit";
constexpr auto entryIsRequired = true;
bool callEntry (void* entry, void* library) { return reinterpret_cast<bool (*) (CFBundleRef)> (entry) (static_cast<CFBundleRef> (library)); }

#else

fs::path binaryOf (const fs::path& path)
{
    if (! fs::is_directory (path))
        return path;

    utsname machine {};
    uname (&machine);
    return path / "Contents" / (std::string (machine.machine) + "-linux") / (path.stem().string() + ".so");
}

void* openLibrary (const fs::path& file, std::string& error)
{
    auto* const library = dlopen (file.c_str(), RTLD_NOW | RTLD_LOCAL);

    if (library == nullptr)
        if (const auto* const reason = dlerror())
            error = reason;

    return library;
}

void closeLibrary (void* library) { dlclose (library); }
void* symbolOf (void* library, const char* name) { return dlsym (library, name); }

constexpr auto entryName = "ModuleEntry";
constexpr auto exitName = "ModuleExit";
constexpr auto entryIsRequired = true;
bool callEntry (void* entry, void* library) { return reinterpret_cast<bool (*) (void*)> (entry) (library); }

#endif

std::string textOf (const char* field, std::size_t size) { return { field, std::find (field, field + size, '\0') }; }

} // namespace

ModuleLoader::ModuleLoader (const fs::path& path)
{
    if (! fs::exists (path))
        throw HostError ("There is no plug-in at " + path.string());

    file = binaryOf (path);
    std::string error;
    handle = openLibrary (file, error);

    if (handle == nullptr)
        throw HostError ("Could not open " + file.string() + ": " + error);

    auto* const entry = symbol (entryName);
    auto* const getFactory = reinterpret_cast<Steinberg::IPluginFactory* (PLUGIN_API*)()> (symbol ("GetPluginFactory"));

    if (getFactory == nullptr || (entry == nullptr && entryIsRequired) || symbol (exitName) == nullptr)
    {
        closeLibrary (handle);
        throw HostError (file.string() + " is no VST3 plug-in: it lacks GetPluginFactory, " + entryName + " or " + exitName);
    }

    if (entry != nullptr && ! callEntry (entry, handle))
    {
        closeLibrary (handle);
        throw HostError (file.string() + " refused to start (" + entryName + " returned false)");
    }

    pluginFactory = getFactory();

    if (pluginFactory == nullptr)
    {
        unload();
        throw HostError (file.string() + " gave no plug-in factory");
    }
}

ModuleLoader::~ModuleLoader()
{
    pluginFactory->release();
    unload();
}

void ModuleLoader::unload()
{
    if (auto* const exit = symbol (exitName))
        reinterpret_cast<bool (*)()> (exit)();

    closeLibrary (handle);
}

void* ModuleLoader::symbol (const char* name) const { return symbolOf (handle, name); }

std::vector<ClassInfo> ModuleLoader::classes() const
{
    std::vector<ClassInfo> result;

    for (Steinberg::int32 i = 0; i < pluginFactory->countClasses(); ++i)
    {
        Steinberg::PClassInfo info;

        if (pluginFactory->getClassInfo (i, &info) != Steinberg::kResultOk)
            continue;

        auto& entry = result.emplace_back (ClassInfo { textOf (info.category, sizeof (info.category)), textOf (info.name, sizeof (info.name)), {} });
        std::memcpy (entry.id, info.cid, sizeof (info.cid));
    }

    return result;
}

} // namespace harp::host
