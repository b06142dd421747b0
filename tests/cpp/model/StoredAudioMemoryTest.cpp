// SPDX-License-Identifier: GPL-3.0-or-later
#include "Samples.h"

#include <model/ByteStore.h>
#include <model/StoredAudio.h>

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>

using namespace harp;
using namespace harp::test;
using model::ByteStore;
using model::StoredAudio;

namespace
{

class ScopedMemoryLimit
{
public:
    explicit ScopedMemoryLimit (std::size_t bytes) { StoredAudio::setMemoryLimit (bytes); }
    ~ScopedMemoryLimit() { StoredAudio::setMemoryLimit (std::size_t { 512 } << 20); }
    ScopedMemoryLimit (const ScopedMemoryLimit&) = delete;
    ScopedMemoryLimit& operator= (const ScopedMemoryLimit&) = delete;
};

core::Audio large (unsigned seed) { return floatAudio (2, 30000, 44100.0, seed); } // packs to more than 64 KiB

// An empty folder for temporary files.
class ScopedTempFolder
{
public:
    ScopedTempFolder()
    {
        if (::mkdtemp (path.data()) == nullptr)
            throw std::runtime_error ("no temporary folder");

        ::setenv ("TMPDIR", path.c_str(), 1);
    }

    ~ScopedTempFolder()
    {
        ::unsetenv ("TMPDIR");
        std::filesystem::remove_all (path);
    }

    ScopedTempFolder (const ScopedTempFolder&) = delete;
    ScopedTempFolder& operator= (const ScopedTempFolder&) = delete;

    bool isEmpty() const { return std::filesystem::is_empty (path); }

private:
    std::string path = (std::filesystem::temp_directory_path() / "model-test-XXXXXX").string();
};

std::size_t openFiles()
{
    const std::filesystem::directory_iterator files ("/proc/self/fd");
    return static_cast<std::size_t> (std::distance (begin (files), end (files)));
}

} // namespace

TEST_CASE ("encoded bytes are counted while they are in memory")
{
    const auto before = StoredAudio::memoryInUse();

    {
        const auto audio = stored (large (1));
        CHECK (StoredAudio::memoryInUse() == before + audio->size());
    }

    CHECK (StoredAudio::memoryInUse() == before);
}

TEST_CASE ("above the limit audio lies in a file that nobody else can name, and comes back bit for bit")
{
    const ScopedTempFolder folder;
    const ScopedMemoryLimit none (0);
    const auto memory = StoredAudio::memoryInUse();
    const auto files = openFiles();

    {
        const auto audio = stored (large (2));
        CHECK (StoredAudio::memoryInUse() == memory);
        CHECK (openFiles() == files + 1);
        CHECK (folder.isEmpty());

        std::vector<std::thread> readers;
        std::vector<int> good (4, 0);

        for (auto& result : good)
            readers.emplace_back ([&] { result = isBitIdentical (*audio->decode().value(), large (2)) ? 1 : 0; });

        for (auto& reader : readers)
            reader.join();

        CHECK (good == std::vector<int> (4, 1));
        CHECK (audio->isSameAs (*stored (large (2))));
        CHECK_FALSE (audio->isSameAs (*stored (large (3))));
        CHECK (audio->bytes().value().size() == audio->size());
    }

    CHECK (openFiles() == files);
}

TEST_CASE ("only what is above the limit goes to a file")
{
    const auto first = stored (large (4));
    const ScopedMemoryLimit roomForOne (StoredAudio::memoryInUse() + first->size() + 1000);
    const auto memory = StoredAudio::memoryInUse();

    const auto second = stored (large (5));
    CHECK (StoredAudio::memoryInUse() == memory + second->size());

    const auto third = stored (large (6));
    CHECK (StoredAudio::memoryInUse() == memory + second->size());
    CHECK (isBitIdentical (*third->decode().value(), large (6)));
}

TEST_CASE ("where no temporary folder can be written to, another one is tried")
{
    ::setenv ("TMPDIR", "/nowhere/at/all", 1);
    const ScopedMemoryLimit none (0);
    const auto memory = StoredAudio::memoryInUse();
    const auto audio = stored (large (7));
    ::unsetenv ("TMPDIR");

    CHECK (StoredAudio::memoryInUse() == memory);
    CHECK (isBitIdentical (*audio->decode().value(), large (7)));
}

TEST_CASE ("small audio never takes a file")
{
    const ScopedMemoryLimit none (0);
    const auto files = openFiles();
    const auto audio = stored (integerAudio (1, 1000, 44100.0, 16));

    CHECK (audio->size() < ByteStore::smallestFile);
    CHECK (openFiles() == files);
    CHECK (isBitIdentical (*audio->decode().value(), integerAudio (1, 1000, 44100.0, 16)));
}
