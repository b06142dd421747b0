// SPDX-License-Identifier: GPL-3.0-or-later
#include <core/SnapshotSlot.h>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <numeric>
#include <thread>

using namespace harp::core;

namespace
{

// Counts what lives, and notices when it is read after it was destroyed.
class Counted
{
public:
    Counted (std::atomic<int>& counter, int v) : value (v), living (counter)
    {
        ++living;
        copies.fill (v);
    }

    ~Counted()
    {
        copies.fill (-1);
        --living;
    }

    Counted (const Counted&) = delete;
    Counted& operator= (const Counted&) = delete;

    bool isWhole() const
    {
        return std::accumulate (copies.begin(), copies.end(), 0) == value * static_cast<int> (copies.size());
    }

    int value;

private:
    std::array<int, 32> copies {};
    std::atomic<int>& living;
};

} // namespace

TEST_CASE ("an object that no block can see is freed when the next one is published")
{
    std::atomic<int> living { 0 };
    AudioEpoch epoch;

    {
        SnapshotSlot<Counted> slot (epoch);
        CHECK (slot.read() == nullptr);

        for (int i = 0; i < 3; ++i)
        {
            slot.publish (std::make_unique<const Counted> (living, i));
            CHECK (slot.read()->value == i);
            CHECK (living == 1);
        }

        slot.publish (nullptr);
        CHECK (slot.read() == nullptr);
        CHECK (living == 0);
        slot.publish (std::make_unique<const Counted> (living, 4));
    }

    CHECK (living == 0);
}

TEST_CASE ("what a running block has read lives until that block ends")
{
    std::atomic<int> living { 0 };
    AudioEpoch epoch;
    SnapshotSlot<Counted> slot (epoch);
    slot.publish (std::make_unique<const Counted> (living, 1));

    {
        const ScopedAudioBlock block (epoch);
        const auto* seen = slot.read();
        slot.publish (std::make_unique<const Counted> (living, 2));
        slot.publish (std::make_unique<const Counted> (living, 3));

        CHECK (seen->value == 1);
        CHECK (seen->isWhole());
        CHECK (slot.collect() == 2);
        CHECK (living == 3);
    }

    CHECK (slot.collect() == 0);
    CHECK (living == 1);
}

TEST_CASE ("one audio thread and two publishers: every block sees one whole object, and none is left over")
{
    std::atomic<int> living { 0 };
    std::atomic<bool> publishing { true };
    std::atomic<int> blocks { 0 };
    int torn = 0, wentBack = 0;

    {
        AudioEpoch epoch;
        SnapshotSlot<Counted> slot (epoch);
        slot.publish (std::make_unique<const Counted> (living, 0));

        std::thread audio ([&]
        {
            for (int last = 0; publishing;)
            {
                const ScopedAudioBlock block (epoch);
                const auto* first = slot.read();
                torn += first->isWhole() ? 0 : 1;
                std::this_thread::yield();
                torn += first->isWhole() ? 0 : 1; // still there, whatever was published meanwhile
                wentBack += first->value < last ? 1 : 0;
                last = first->value;
                ++blocks;
            }
        });

        std::mutex order;
        int next = 0;
        const auto publish = [&]
        {
            for (int i = 0; i < 3000 || blocks < 100; ++i)
            {
                const std::lock_guard lock (order); // so that values ascend
                slot.publish (std::make_unique<const Counted> (living, ++next));
            }
        };

        std::thread one (publish), two (publish);
        one.join();
        two.join();
        publishing = false;
        audio.join();

        CHECK (slot.collect() == 0);
        CHECK (living == 1);
        CHECK (slot.read()->value == next);
    }

    CHECK (torn == 0);
    CHECK (wentBack == 0);
    CHECK (living == 0);
}
