// SPDX-License-Identifier: GPL-3.0-or-later
// The model thread edits while others render and process; run under ThreadSanitizer this is where races show.
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

// Runs `work` over and over on a thread of its own for as long as this lives.
class Busy
{
public:
    template <typename Work>
    explicit Busy (Work work) : thread ([this, work]
    {
        while (! stop)
        {
            work();
            ++rounds;
        }
    })
    {
    }

    ~Busy()
    {
        stop = true;
        thread.join();
    }

    // Until the work was done at least once more from the beginning.
    void awaitRound() const
    {
        const int now = rounds;

        while (rounds < now + 2)
            std::this_thread::yield();
    }

private:
    std::atomic<bool> stop { false };
    std::atomic<int> rounds { 0 };
    std::thread thread; // last: it uses the others
};

void renderBlock (render::Renderer& renderer, std::int64_t position, bool offline)
{
    std::vector<float> left (256), right (256);
    float* buffers[] { left.data(), right.data() };
    MockHost::onRenderThread = true;
    renderer.process (buffers, 2, 256, position, true, offline);
    MockHost::onRenderThread = false;
}

} // namespace

TEST_CASE ("the host edits while render threads play")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    Instance realtime (document), offline (document);

    for (auto* instance : { &realtime, &offline })
    {
        instance->add (*song.region);
        instance->prepare (Song::rate, 2);
    }

    {
        const Busy first ([&] { renderBlock (*realtime.binding->renderer(), 24000, false); });
        const Busy second ([&] { renderBlock (*offline.binding->renderer(), 30000, true); });
        const Busy worker ([&, id = document.idOf (*song.modification)]
        {
            auto take = makeTake ({ 0, 500 }, Song::rate, 2, [] (int, core::Frame) { return 0.25f; });
            document.engine().prepare (take).ok();
            document.model().commitTake (id, take, { 0, 500 }).ok();
            document.model().undo().ok();
        });

        for (int round = 0; round < 20; ++round)
        {
            HostRegion* extra = nullptr;
            document.edit ([&]
            {
                song.region->start = 0.5 + round * 0.001;
                document.update (*song.region);
                extra = &document.addRegion (*song.modification, *song.track, 2.0, 0.25);
            });
            document.enable (*song.source, false);
            document.enable (*song.source, true);
            document.poll();
            document.edit ([&]
            {
                document.contentChanged (*song.source);
                document.destroy (*extra);
            });
            HostArchive archive;
            CHECK (document.store (archive));
        }

        first.awaitRound();
        second.awaitRound();
        worker.awaitRound();
    }

    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("the document dies while render threads play, and they fall silent")
{
    const AraRuntime runtime;
    MockHost host;
    auto song = std::make_unique<Song> (host);
    Instance realtime (song->document), offline (song->document);

    for (auto* instance : { &realtime, &offline })
    {
        instance->add (*song->region);
        instance->prepare (Song::rate, 2);
    }

    {
        const Busy first ([&] { renderBlock (*realtime.binding->renderer(), 24000, false); });
        const Busy second ([&] { renderBlock (*offline.binding->renderer(), 30000, true); });
        first.awaitRound();
        song.reset();
        first.awaitRound();
        second.awaitRound();
    }

    CHECK (offline.render (24000, 1000) == silence (2, 1000));
    CHECK (host.openReaders == 0);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("access ends while an offline render waits for samples: the wait ends, not the host")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, 2);

    song.source->slowDisk->sleep();
    {
        const Busy offline ([&] { renderBlock (*instance.binding->renderer(), 24000, true); });

        while (song.source->waitingReads == 0)
            std::this_thread::yield();

        // The disk answers once the plug-in has begun to wait for it.
        const auto reader = song.document.model().arrangement()->sources.begin()->second.reader;
        std::thread disk ([&, slowDisk = song.source->slowDisk]
        {
            while (reader->isAvailable())
                std::this_thread::yield();

            slowDisk->wake();
        });
        song.document.enable (*song.source, false);
        disk.join();
        offline.awaitRound();
    }

    HARP_CHECK_CLEAN (host);
}
