// SPDX-License-Identifier: GPL-3.0-or-later
// Archives of parts of a document, and parts of archives.
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

// Filters point into the lists that they are made from.
ARAStoreObjectsFilter storeOnly (bool documentData, const std::vector<ARAAudioSourceRef>& sources,
                                 const std::vector<ARAAudioModificationRef>& modifications)
{
    return { kARAStoreObjectsFilterMinSize, documentData ? kARATrue : kARAFalse, sources.size(), sources.empty() ? nullptr : sources.data(),
             modifications.size(), modifications.empty() ? nullptr : modifications.data() };
}

using Ids = std::vector<ARAPersistentID>;

ARARestoreObjectsFilter restoreOnly (bool documentData, const Ids& archived, const Ids& current = {})
{
    return { kARARestoreObjectsFilterMinSize, documentData ? kARATrue : kARAFalse, 0, nullptr, nullptr, archived.size(),
             archived.empty() ? nullptr : archived.data(), current.empty() ? nullptr : current.data() };
}

// Two edits of one source, each with a take of its own, and an endpoint.
struct TwoEdits
{
    explicit TwoEdits (MockHost& host) : song (host)
    {
        song.document.edit ([&] { second = &song.document.addModification (*song.source, "edit-2"); });
        song.commitInverted ({ 0, 100 });
        song.commitInverted ({ 200, 300 }, *second);
        model::EndpointState state;
        state.address = "http://127.0.0.1:7860";
        song.document.model().setEndpoint (state);
    }

    Song song;
    HostModification* second = nullptr;
};

// The same graph, without takes.
struct Empty
{
    explicit Empty (MockHost& host) : song (host)
    {
        song.document.edit ([&] { song.document.addModification (*song.source, "edit-2"); });
    }

    bool restore (HostArchive& archive, const ARARestoreObjectsFilter* filter)
    {
        bool result = false;
        song.document.edit ([&] { result = song.document.restore (archive, filter); });
        return result;
    }

    std::size_t takes (const char* id) const { return song.stateOf (id).takes.size(); }
    std::string address() const { return song.document.model().endpoint().address; }

    Song song;
};

} // namespace

TEST_CASE ("a store filter writes exactly what it lists")
{
    const AraRuntime runtime;
    MockHost host;
    TwoEdits full (host);
    auto& document = full.song.document;

    SECTION ("document data alone")
    {
        const auto filter = storeOnly (true, {}, {});
        HostArchive archive;
        REQUIRE (document.store (archive, &filter));
        Empty after (host);
        CHECK (after.restore (archive, nullptr));
        CHECK (after.address() == "http://127.0.0.1:7860");
        CHECK (after.takes ("edit-1") == 0);
        CHECK (after.takes ("edit-2") == 0);
    }

    SECTION ("one source alone")
    {
        const std::vector<ARAAudioSourceRef> refs { full.song.source->ref };
        const auto filter = storeOnly (false, refs, {});
        HostArchive archive;
        REQUIRE (document.store (archive, &filter));
        Empty after (host);
        CHECK (after.restore (archive, nullptr));
        CHECK (after.address().empty());
        CHECK (after.takes ("edit-1") == 0);
    }

    SECTION ("one modification alone")
    {
        const std::vector<ARAAudioModificationRef> refs { full.second->ref };
        const auto filter = storeOnly (false, {}, refs);
        HostArchive archive;
        REQUIRE (document.store (archive, &filter));
        Empty after (host);
        CHECK (after.restore (archive, nullptr));
        CHECK (after.address().empty());
        CHECK (after.takes ("edit-1") == 0);
        CHECK (after.takes ("edit-2") == 1);
    }

    SECTION ("nothing")
    {
        const auto filter = storeOnly (false, {}, {});
        HostArchive archive;
        REQUIRE (document.store (archive, &filter));
        Empty after (host);
        CHECK (after.restore (archive, nullptr));
        CHECK (after.takes ("edit-1") == 0);
    }

    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a store filter with a wrong ref tells the host and stores the rest")
{
    const AraRuntime runtime;
    MockHost host;
    TwoEdits full (host);
    const std::vector<ARAAudioModificationRef> refs { reinterpret_cast<ARAAudioModificationRef> (full.song.source->ref), full.second->ref };
    const auto filter = storeOnly (false, {}, refs);
    HostArchive archive;
    CHECK (full.song.document.store (archive, &filter));
    CHECK (takeAsserts() == std::vector<std::string> { "-1: no such audio modification" });
    Empty after (host);
    CHECK (after.restore (archive, nullptr));
    CHECK (after.takes ("edit-2") == 1);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a restore filter takes exactly what it lists")
{
    const AraRuntime runtime;
    MockHost host;
    TwoEdits full (host);
    HostArchive archive;
    REQUIRE (full.song.document.store (archive));
    Empty after (host);

    SECTION ("one modification, no document data")
    {
        const Ids ids { "edit-2" };
        const auto filter = restoreOnly (false, ids);
        CHECK (after.restore (archive, &filter));
        CHECK (after.takes ("edit-1") == 0);
        CHECK (after.takes ("edit-2") == 1);
        CHECK (after.address().empty());
    }

    SECTION ("document data alone")
    {
        const auto filter = restoreOnly (true, {});
        CHECK (after.restore (archive, &filter));
        CHECK (after.takes ("edit-1") == 0);
        CHECK (after.address() == "http://127.0.0.1:7860");
    }

    SECTION ("mapped to other objects")
    {
        const Ids archived { "edit-1", "edit-2" }, current { "edit-2", "edit-1" };
        const auto filter = restoreOnly (false, archived, current);
        CHECK (after.restore (archive, &filter));
        CHECK (after.song.stateOf ("edit-2").comp.segments().at (0).span == core::Span { 0, 100 });
        CHECK (after.song.stateOf ("edit-1").comp.segments().at (0).span == core::Span { 200, 300 });
    }

    SECTION ("one archived state for two objects")
    {
        const Ids archived { "edit-2", "edit-2" }, current { "edit-1", "edit-2" };
        const auto filter = restoreOnly (false, archived, current);
        CHECK (after.restore (archive, &filter));
        CHECK (after.takes ("edit-1") == 1);
        CHECK (after.takes ("edit-2") == 1);
    }

    SECTION ("objects that neither side has")
    {
        const Ids archived { "never archived", "edit-1" }, current { "edit-1", "not in the document" };
        const auto filter = restoreOnly (false, archived, current);
        CHECK (after.restore (archive, &filter));
        CHECK (after.takes ("edit-1") == 0);
        CHECK (after.takes ("edit-2") == 0);
    }

    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("split archives are restored one by one within one cycle")
{
    const AraRuntime runtime;
    MockHost host;
    TwoEdits full (host);
    auto& document = full.song.document;
    std::vector<HostArchive> archives (4);
    const std::vector<ARAAudioSourceRef> source { full.song.source->ref };
    const std::vector<ARAAudioModificationRef> first { full.song.modification->ref }, second { full.second->ref };
    const ARAStoreObjectsFilter filters[] { storeOnly (false, source, {}), storeOnly (false, {}, first), storeOnly (false, {}, second),
                                            storeOnly (true, {}, {}) };

    for (std::size_t i = 0; i < archives.size(); ++i)
        REQUIRE (document.store (archives[i], &filters[i]));

    HostDocument other (host);
    other.edit ([&]
    {
        auto& s = other.addSource ("source-1", recording (2, 1000), Song::rate);
        CHECK (other.restore (archives[0]));
        other.addModification (s, "edit-1");
        const Ids firstId { "edit-1" };
        const auto firstFilter = restoreOnly (false, firstId);
        CHECK (other.restore (archives[1], &firstFilter));
        other.addModification (s, "edit-2");
        const Ids secondId { "edit-2" };
        const auto secondFilter = restoreOnly (false, secondId);
        CHECK (other.restore (archives[2], &secondFilter));
        const auto dataFilter = restoreOnly (true, {});
        CHECK (other.restore (archives[3], &dataFilter));
    });

    const auto arrangement = other.model().arrangement();
    for (const auto& [id, modification] : arrangement->modifications)
        CHECK (modification.takes.size() == 1);
    CHECK (other.model().endpoint().address == "http://127.0.0.1:7860");
    HARP_CHECK_CLEAN (host);
}
