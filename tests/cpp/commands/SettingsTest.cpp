// SPDX-License-Identifier: GPL-3.0-or-later
#include "TemporaryFolder.h"

#include <shell/commands/Settings.h>

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <sys/stat.h>
#include <thread>
#include <vector>

using namespace harp;
using shell::Settings;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace
{

struct Variable
{
    Variable (const char* n, const char* value) : name (n)
    {
        if (const auto* const old = std::getenv (name))
            before = old;

        value != nullptr ? ::setenv (name, value, 1) : ::unsetenv (name);
    }

    ~Variable() { before ? ::setenv (name, before->c_str(), 1) : ::unsetenv (name); }

    const char* name;
    std::optional<std::string> before;
};

unsigned modeOf (const fs::path& path)
{
    struct stat info {};
    return ::stat (path.c_str(), &info) == 0 ? info.st_mode & 0777u : 0u;
}

std::size_t filesIn (const fs::path& folder)
{
    return static_cast<std::size_t> (std::distance (fs::directory_iterator (folder), fs::directory_iterator()));
}

} // namespace

TEST_CASE ("consent is remembered for exactly one host, privately, and can be taken back")
{
    const test::TemporaryFolder folder;
    const auto file = folder.path / "HARP" / "settings.json";

    {
        Settings settings (file);
        CHECK_FALSE (settings.hasConsent ("lab.example"));
        REQUIRE (settings.setConsent ("lab.example", true).ok());
        REQUIRE (settings.setConsent ("other.example", false).ok());
        CHECK (settings.hasConsent ("lab.example"));
    }

    Settings again (file);
    CHECK (again.problems().empty());
    CHECK (again.hasConsent ("lab.example"));

    for (const auto* host : { "", "LAB.example", "example", "my.lab.example", "lab.example.", "other.example" })
        CHECK_FALSE (again.hasConsent (host));

    CHECK (modeOf (file) == 0600);
    CHECK (modeOf (file.parent_path()) == 0700);
    CHECK (filesIn (file.parent_path()) == 1);

    REQUIRE (again.setConsent ("lab.example", false).ok());
    CHECK_FALSE (Settings (file).hasConsent ("lab.example"));
}

TEST_CASE ("the address of a list of models is remembered beside consent, changed and forgotten")
{
    const test::TemporaryFolder folder;
    const auto file = folder.path / "HARP" / "settings.json";
    Settings settings (file);
    CHECK (settings.modelList().empty());
    REQUIRE (settings.setConsent ("lab.example", true).ok());
    REQUIRE (settings.setModelList ("https://lab.example/models.json").ok());

    const Settings again (file);
    CHECK (again.problems().empty());
    CHECK (again.modelList() == "https://lab.example/models.json");
    CHECK (again.hasConsent ("lab.example"));

    const auto before = settings.revision();
    REQUIRE (settings.setModelList ("https://lab.example/models.json").ok());
    CHECK (settings.revision() == before);
    REQUIRE (settings.setModelList ("").ok());
    CHECK (settings.revision() > before);
    CHECK (Settings (file).modelList().empty());
    CHECK (Settings (file).hasConsent ("lab.example"));
    CHECK_FALSE (Json::parse (test::contentOf (file)).contains ("modelList"));
}

TEST_CASE ("a damaged file is put aside, noticed, and consent to nothing")
{
    for (const auto* content : { "", "{\"consent\": {\"lab.example\": tr", "[]", "{\"consent\": [\"lab.example\"]}", "{\"consent\": {\"lab.example\": \"yes\"}}", "{\"modelList\": 7}" })
    {
        INFO (content);
        const test::TemporaryFolder folder;
        const auto file = folder.path / "settings.json";
        test::write (file, content);

        Settings settings (file);
        CHECK_FALSE (settings.hasConsent ("lab.example"));
        REQUIRE (settings.problems().size() == 1);
        CHECK (settings.problems()[0].detail.find ("settings.json.damaged") != std::string::npos);
        CHECK_FALSE (fs::exists (file));
        CHECK (test::contentOf (folder.path / "settings.json.damaged") == content);

        REQUIRE (settings.setConsent ("lab.example", true).ok());
        CHECK (Settings (file).hasConsent ("lab.example"));
    }
}

TEST_CASE ("what others wrote into the file stays")
{
    const test::TemporaryFolder folder;
    const auto file = folder.path / "settings.json";
    test::write (file, R"({"version": 1, "colour": "blue", "consent": {"a.example": true}})");

    Settings settings (file);
    test::write (file, R"({"version": 1, "colour": "green", "consent": {"a.example": true, "b.example": true}})");
    REQUIRE (settings.setConsent ("c.example", true).ok());

    const auto json = Json::parse (test::contentOf (file));
    CHECK (json["colour"] == "green");
    CHECK (json["consent"] == Json ({ { "a.example", true }, { "b.example", true }, { "c.example", true } }));
}

TEST_CASE ("an answer that cannot be saved counts all the same, and is said to be unsaved")
{
    const test::TemporaryFolder folder;
    test::write (folder.path / "in-the-way", "a file where a folder must be");

    Settings settings (folder.path / "in-the-way" / "HARP" / "settings.json");
    const auto status = settings.setConsent ("lab.example", true);
    REQUIRE_FALSE (status.ok());
    CHECK (status.error().code == core::ErrorCode::settingsUnwritable);
    CHECK (status.error().detail.find ("in-the-way") != std::string::npos);
    CHECK (settings.hasConsent ("lab.example"));

    Settings nowhere { fs::path() };
    CHECK (nowhere.setConsent ("lab.example", true).error().code == core::ErrorCode::settingsUnwritable);
    CHECK (nowhere.hasConsent ("lab.example"));
}

TEST_CASE ("a settings file that is no file or too large is left alone")
{
    const test::TemporaryFolder folder;
    const auto file = folder.path / "settings.json";
    fs::create_directory (file);
    Settings settings (file);
    CHECK (settings.problems().size() == 1);
    CHECK_FALSE (settings.setConsent ("lab.example", true).ok());
    CHECK (fs::is_directory (file));

    const auto large = folder.path / "large.json";
    test::write (large, std::string (std::size_t { 2 } << 20, ' '));
    CHECK (Settings (large).problems().size() == 1);
    CHECK (fs::file_size (large) == std::size_t { 2 } << 20);
}

TEST_CASE ("answers from several threads all count")
{
    const test::TemporaryFolder folder;
    const auto file = folder.path / "settings.json";
    Settings settings (file);
    const auto before = settings.revision();
    std::vector<std::thread> threads;

    for (int t = 0; t < 4; ++t)
        threads.emplace_back ([&settings, t]
                              {
                                  for (int i = 0; i < 5; ++i)
                                      settings.setConsent (std::to_string (10 * t + i) + ".example", true).ok();
                              });

    for (auto& thread : threads)
        thread.join();

    CHECK (settings.revision() == before + 20);
    CHECK (Json::parse (test::contentOf (file))["consent"].size() == 20);
    CHECK (filesIn (folder.path) == 1);
}

#if defined(__linux__)
TEST_CASE ("the settings lie in the user's configuration folder")
{
    const Variable home ("HOME", "/home/somebody");
    {
        const Variable configured ("XDG_CONFIG_HOME", "/somewhere/config");
        CHECK (Settings::userFile() == "/somewhere/config/HARP/settings.json");
    }
    {
        const Variable configured ("XDG_CONFIG_HOME", nullptr);
        CHECK (Settings::userFile() == "/home/somebody/.config/HARP/settings.json");
    }
    {
        const Variable relative ("XDG_CONFIG_HOME", "not/absolute");
        CHECK (Settings::userFile() == "/home/somebody/.config/HARP/settings.json");
    }
}
#endif
