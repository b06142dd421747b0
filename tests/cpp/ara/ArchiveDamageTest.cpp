// SPDX-License-Identifier: GPL-3.0-or-later
// Archives that lie, end early, or cannot be read or written: false, one report, and nothing of the document changed.
#include "Song.h"

#include <model/Archive.h>

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

// A short take keeps the archive small enough to try every length of it.
struct Victim
{
    explicit Victim (MockHost& host) : song (host)
    {
        song.commitInverted ({ 0, 40 });
        model::EndpointState state;
        state.address = "http://127.0.0.1:7860";
        song.document.model().setEndpoint (state);
        REQUIRE (song.document.store (archive));

        // From now on the document holds something else than the archive.
        song.commitInverted ({ 100, 140 });
        state.address = "http://127.0.0.1:7861";
        song.document.model().setEndpoint (state);
        comp = song.stateOf ("edit-1").comp;
    }

    bool restore (HostArchive& damaged)
    {
        bool result = true;
        song.document.edit ([&] { result = song.document.restore (damaged); });
        return result;
    }

    bool isUntouched() const
    {
        return song.stateOf ("edit-1").takes.size() == 2 && song.stateOf ("edit-1").comp == comp
               && song.document.model().endpoint().address == "http://127.0.0.1:7861";
    }

    // Refused, told once to the user, and the document as it was.
    bool refuses (HostArchive& damaged)
    {
        auto& errors = song.document.session().errors;
        errors.clear();
        return ! restore (damaged) && errors.size() == 1 && isUntouched();
    }

    Song song;
    HostArchive archive;
    model::Comp comp;
};

} // namespace

TEST_CASE ("an archive that ends early changes nothing, wherever it ends")
{
    const AraRuntime runtime;
    MockHost host;
    Victim victim (host);
    const auto whole = victim.archive.bytes;
    std::size_t accepted = 0;

    for (std::size_t length = 0; length < whole.size(); ++length)
    {
        HostArchive cutOff;
        cutOff.bytes.assign (whole.begin(), whole.begin() + static_cast<std::ptrdiff_t> (length));
        accepted += victim.refuses (cutOff) ? 0u : 1u;
    }

    CHECK (accepted == 0);
    CHECK (victim.song.document.session().errors.back().code == core::ErrorCode::archiveDamaged);
    CHECK (victim.restore (victim.archive)); // the test itself tells damaged from whole
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("an archive with an altered byte changes nothing, wherever it is")
{
    const AraRuntime runtime;
    MockHost host;
    Victim victim (host);
    std::size_t accepted = 0, otherwise = 0;

    for (std::size_t position = 0; position < victim.archive.bytes.size(); ++position)
    {
        auto altered = victim.archive;
        altered.bytes[position] ^= 0x40;
        accepted += victim.refuses (altered) ? 0u : 1u;
        otherwise += victim.song.document.session().errors.back().code == core::ErrorCode::archiveDamaged ? 0u : 1u;
    }

    CHECK (accepted == 0);
    CHECK (otherwise == 0); // never "saved by a newer HARP"
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a host that cannot read its archive gets false, wherever it fails")
{
    const AraRuntime runtime;
    MockHost host;
    Victim victim (host);

    // What a whole restore reads; it leaves the document as it is, because that is what was stored.
    victim.archive.bytes.clear();
    REQUIRE (victim.song.document.store (victim.archive));
    REQUIRE (victim.restore (victim.archive));
    const auto readByRestore = victim.archive.used;
    std::size_t accepted = 0;

    for (std::size_t bytes = 0; bytes < readByRestore; bytes += 7)
    {
        victim.archive.failAfter = bytes;
        accepted += victim.refuses (victim.archive) ? 0u : 1u;
    }

    CHECK (accepted == 0);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a host that cannot write gets false, wherever it fails, and the document stays as it is")
{
    const AraRuntime runtime;
    MockHost host;
    Victim victim (host);
    auto& document = victim.song.document;
    std::size_t accepted = 0;

    for (std::size_t bytes = 0; bytes < victim.archive.bytes.size(); bytes += 7)
    {
        HostArchive full;
        full.failAfter = bytes;
        document.session().errors.clear();
        accepted += document.store (full) ? 1u : 0u;
        accepted += document.session().errors.size() == 1 ? 0u : 1u;
    }

    CHECK (accepted == 0);
    CHECK (victim.isUntouched());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("an archive of a newer or foreign format is refused with the right reason")
{
    const AraRuntime runtime;
    MockHost host;
    Victim victim (host);

    victim.archive.id = "org.harp.archive.2";
    CHECK (victim.refuses (victim.archive));
    CHECK (victim.song.document.session().errors.at (0).code == core::ErrorCode::archiveNewer);

    victim.archive.id = "com.somebody.else";
    CHECK (victim.refuses (victim.archive));
    CHECK (victim.song.document.session().errors.at (0).code == core::ErrorCode::archiveDamaged);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("bytes that were never an archive are refused")
{
    const AraRuntime runtime;
    MockHost host;
    Victim victim (host);
    HostArchive text;
    text.bytes.assign (5000, 'x');
    CHECK (victim.refuses (text));
    HARP_CHECK_CLEAN (host);
}
