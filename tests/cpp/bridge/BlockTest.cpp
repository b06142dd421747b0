// SPDX-License-Identifier: MIT
#include "support/Harness.h"

#include <catch2/catch_test_macros.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace harp::test;

TEST_CASE ("a new block is silent, planar and as large as asked for")
{
    std::string error;
    const auto block = Block::create (3, 1000, error);
    REQUIRE (block != nullptr);
    CHECK (block->channels() == 3);
    CHECK (block->frames() == 1000);
    CHECK (block->bytes() == 3 * 1000 * sizeof (float));
    CHECK (block->channel (2) == block->channel (0) + 2000);

    for (int c = 0; c < 3; ++c)
        for (int k = 0; k < 1000; ++k)
            REQUIRE (block->channel (c)[k] == 0.0f);
}

TEST_CASE ("a block of impossible size is refused with a reason")
{
    for (const auto& [channels, frames] : { std::pair<int, std::int64_t> { 0, 10 }, { -1, 10 }, { 1, 0 }, { 2, -7 },
                                            { 2, std::int64_t { 1 } << 62 }, { 1 << 30, std::int64_t { 1 } << 40 },
                                            { 1, static_cast<std::int64_t> (Block::maxBytes / sizeof (float)) + 1 } })
    {
        std::string error;
        CHECK (Block::create (channels, frames, error) == nullptr);
        CHECK (! error.empty());
    }
}

TEST_CASE ("nobody can change the size of a block, and its memory is there in full")
{
    std::string error;
    const auto block = Block::create (2, 300000, error);
    REQUIRE (block != nullptr);
    const int file = static_cast<int> (block->handle());

    CHECK (ftruncate (file, 0) != 0);
    CHECK (ftruncate (file, 1 << 30) != 0);
    CHECK (fcntl (file, F_ADD_SEALS, F_SEAL_WRITE) != 0);
    CHECK ((fcntl (file, F_GETFD) & FD_CLOEXEC) != 0);

    struct stat info {};
    REQUIRE (fstat (file, &info) == 0);
    CHECK (static_cast<std::size_t> (info.st_blocks) * 512 >= block->bytes());
}

TEST_CASE ("a second mapping of a block's handle is the same memory")
{
    std::string error;
    const auto block = Block::create (1, 64, error);
    REQUIRE (block != nullptr);
    void* other = mmap (nullptr, block->bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, static_cast<int> (block->handle()), 0);
    REQUIRE (other != MAP_FAILED);
    static_cast<float*> (other)[63] = 0.5f;
    CHECK (block->channel (0)[63] == 0.5f);
    munmap (other, block->bytes());
}

TEST_CASE ("a block that is gone leaves no descriptor")
{
    const auto before = openDescriptors();

    for (int i = 0; i < 20; ++i)
        ramp (2, 1000);

    CHECK (openDescriptors() == before);
}
