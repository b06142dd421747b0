// SPDX-License-Identifier: GPL-3.0-or-later
// What HARP remembers of a user between sessions: to which hosts audio may go, and where the list of models is. One object per
// process, shared by documents.
//
// A JSON file that only the user may read, in the user's settings folder; a damaged one is put aside, and HARP asks again.
// [any but audio] thread.
#pragma once

#include <core/Result.h>
#include <nlohmann/json_fwd.hpp>

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

namespace harp::shell
{

class Settings
{
public:
    // Reads the file when it is there. Without a path everything is remembered for this process only.
    explicit Settings (std::filesystem::path);

    // $XDG_CONFIG_HOME/HARP or ~/.config/HARP, ~/Library/Application Support/HARP, %APPDATA%/HARP; empty when none of them is known.
    static std::filesystem::path userFile();

    // Only for exactly this host name (lower case, as processing::hostOf gives it).
    bool hasConsent (const std::string& host) const;

    // The answer counts at once; settings_unwritable when it could not be saved for later.
    core::Status setConsent (const std::string& host, bool allow);

    // Address of the list of models that the user looks into; empty: none. As for consent, a change counts at once.
    std::string modelList() const;
    core::Status setModelList (const std::string& address);

    // What was wrong with the file when it was read.
    std::vector<core::Error> problems() const;

    // Rises with every change.
    std::uint64_t revision() const noexcept { return changes; }

private:
    using Consent = std::map<std::string, bool>;

    core::Status save (const std::function<void (nlohmann::json&)>& change);
    void putAside();

    const std::filesystem::path file;
    mutable std::mutex mutex;
    Consent consent;
    std::string listAddress;
    std::vector<core::Error> found;
    std::atomic<std::uint64_t> changes { 0 };
};

} // namespace harp::shell
