// SPDX-License-Identifier: GPL-3.0-or-later
#include "Settings.h"

#include "PrivateFile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>

#if ! defined(_WIN32)
 #include <pwd.h>
 #include <unistd.h>
#endif

namespace harp::shell
{

using core::Error;
using core::ErrorCode;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace
{

constexpr std::size_t mostBytes = std::size_t { 1 } << 20;

// An absolute path in an environment variable, or nothing.
fs::path folderFrom (const char* variable)
{
    const char* const value = std::getenv (variable);
    const fs::path path = value != nullptr ? value : "";
    return path.is_absolute() ? path : fs::path();
}

fs::path settingsFolder()
{
#if defined(_WIN32)
    return folderFrom ("APPDATA");
#else
    auto home = folderFrom ("HOME");

    if (home.empty())
        if (const auto* const user = ::getpwuid (::getuid()); user != nullptr && user->pw_dir != nullptr)
            home = user->pw_dir;

 #if defined(__APPLE__)
    return home.empty() ? home : home / "Library" / "Application Support";
 #else
    if (auto configured = folderFrom ("XDG_CONFIG_HOME"); ! configured.empty())
        return configured;

    return home.empty() ? home : home / ".config";
 #endif
#endif
}

bool isUsable (const Json& json)
{
    if (! json.is_object())
        return false;

    if (const auto address = json.find ("modelList"); address != json.end() && ! address->is_string())
        return false;

    const auto consent = json.find ("consent");
    return consent == json.end()
           || (consent->is_object() && std::all_of (consent->begin(), consent->end(), [] (const auto& answer) { return answer.is_boolean(); }));
}

} // namespace

Settings::Settings (fs::path path) : file (std::move (path))
{
    if (file.empty())
        return;

    const auto content = readSmallFile (file, mostBytes);

    if (! content.ok())
    {
        found.push_back (content.error());
        return;
    }

    if (! content.value())
        return;

    const auto json = Json::parse (*content.value(), nullptr, false);

    if (! isUsable (json))
    {
        putAside();
        return;
    }

    consent = json.value ("consent", Consent());
    listAddress = json.value ("modelList", std::string());
}

fs::path Settings::userFile()
{
    const auto folder = settingsFolder();
    return folder.empty() ? folder : folder / "HARP" / "settings.json";
}

bool Settings::hasConsent (const std::string& host) const
{
    const std::lock_guard lock (mutex);
    const auto answer = consent.find (host);
    return answer != consent.end() && answer->second;
}

core::Status Settings::setConsent (const std::string& host, bool allow)
{
    const std::lock_guard lock (mutex);
    consent[host] = allow;
    return save ([&] (Json& json) { json["consent"][host] = allow; });
}

std::string Settings::modelList() const
{
    const std::lock_guard lock (mutex);
    return listAddress;
}

core::Status Settings::setModelList (const std::string& address)
{
    const std::lock_guard lock (mutex);

    if (address == listAddress)
        return core::Done {};

    listAddress = address;
    return save ([&] (Json& json)
                 {
                     if (address.empty())
                         json.erase ("modelList");
                     else
                         json["modelList"] = address;
                 });
}

std::vector<Error> Settings::problems() const
{
    const std::lock_guard lock (mutex);
    return found;
}

// Built upon the file as it is now, so that what another process or a later version wrote there stays. Under the lock.
core::Status Settings::save (const std::function<void (Json&)>& change)
{
    ++changes;

    if (file.empty())
        return Error { ErrorCode::settingsUnwritable, {}, "no settings folder is known: neither HOME nor XDG_CONFIG_HOME is set" };

    const auto content = readSmallFile (file, mostBytes);

    if (! content.ok())
        return content.error();

    auto json = content.value() ? Json::parse (*content.value(), nullptr, false) : Json::object();

    if (! isUsable (json))
    {
        json = Json { { "consent", consent } };

        if (! listAddress.empty())
            json["modelList"] = listAddress;
    }

    json["version"] = 1;
    change (json);
    return writePrivateFile (file, json.dump (2, ' ', false, Json::error_handler_t::replace) + "\n");
}

void Settings::putAside()
{
    auto aside = file;
    aside += ".damaged";
    std::error_code problem;
    fs::rename (file, aside, problem);

    found.push_back ({ ErrorCode::internal, {},
                       problem ? "the settings file " + file.string() + " is damaged and could not be put aside: " + problem.message()
                               : "the settings file was damaged; it was put aside as " + aside.string() + ", and HARP asks again before it sends audio" });
}

} // namespace harp::shell
