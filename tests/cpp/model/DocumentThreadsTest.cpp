// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentFixture.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

using namespace harp;
using namespace harp::model;
using namespace harp::test;

namespace
{

// What must hold in every arrangement that anybody ever sees.
bool isConsistent (const Arrangement& arrangement)
{
    for (const auto& [id, modification] : arrangement.modifications)
        for (const auto& segment : modification.comp.segments())
        {
            const auto take = std::find_if (modification.takes.begin(), modification.takes.end(),
                                            [&] (const TakePtr& t) { return t->id == segment.take; });

            if (take == modification.takes.end() || ! (*take)->span.contains (segment.span))
                return false;
        }

    for (const auto& [id, source] : arrangement.sources)
        if (source.reader == nullptr)
            return false;

    return true;
}

} // namespace

TEST_CASE ("host, workers, editor and readers use one document at the same time")
{
    DocumentFixture f;
    constexpr int rounds = 200;
    std::atomic<int> working { 4 };
    std::atomic<int> inconsistent { 0 }, heard { 0 };
    std::vector<TakePtr> takes;

    for (int i = 0; i < rounds; ++i)
        takes.push_back (makeTake (std::to_string (i), { i, i + 100 }));

    const auto run = [&] (auto work)
    {
        return std::thread ([&, work]
        {
            for (int i = 0; i < rounds; ++i)
                work (i);

            --working;
        });
    };

    std::vector<std::thread> threads;
    threads.push_back (run ([&] (int i) // a worker
    {
        (void) f.document.commitTake (f.modification, takes[static_cast<std::size_t> (i)], { i, i + 60 });
    }));
    threads.push_back (run ([&] (int i) // the editor
    {
        if (i % 3 == 0)
            (void) f.document.undo();
        else if (i % 3 == 1)
            (void) f.document.redo();
        else
            (void) f.document.choose (f.modification, { i, i + 20 }, std::nullopt);

        (void) f.document.takeChanges();
    }));
    threads.push_back (run ([&] (int i) // the host
    {
        const Document::Batch batch (f.document);
        f.document.setSource (f.source, { "source", "", 1000, i / 20 % 2 == 0 ? 44100.0 : 48000.0, 2, nullptr });
        const auto clone = f.document.cloneModification (f.modification, "clone", "");
        const auto region = f.document.addRegion ({ clone, {}, "", std::nullopt, 0.0, 0.0, 1.0 });
        f.document.removeRegion (region);
        f.document.removeModification (clone);
    }));
    threads.push_back (run ([&] (int i) // a view that opens and closes
    {
        do
        {
            auto calls = std::make_unique<int> (0);
            const auto id = f.document.addListener ([&heard, count = calls.get(), mutex = std::make_shared<std::mutex>()]
            {
                const std::lock_guard lock (*mutex);
                ++*count;
                ++heard;
            });
            f.document.setEndpoint ({});
            f.document.removeListener (id);
            calls.reset(); // nobody is inside any more
        }
        while (i == rounds - 1 && heard == 0); // a batch of the host may have lasted over all rounds so far
    }));
    threads.emplace_back ([&] // a renderer's background thread
    {
        for (std::uint64_t last = 0; working > 0;)
        {
            const auto arrangement = f.document.arrangement();
            inconsistent += isConsistent (*arrangement) ? 0 : 1;
            const auto revision = f.document.revision();
            inconsistent += revision < last ? 1 : 0;
            last = revision;
            std::this_thread::yield();
        }
    });

    for (auto& thread : threads)
        thread.join();

    CHECK (inconsistent == 0);
    CHECK (heard > 0);
    CHECK (isConsistent (*f.document.arrangement()));
}
