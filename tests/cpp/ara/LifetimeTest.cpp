// SPDX-License-Identifier: GPL-3.0-or-later
// Documents, instances and what hangs on them die in any order.
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

TEST_CASE ("the session is closed exactly once, before the host's readers go")
{
    const AraRuntime runtime;
    MockHost host;
    HostDocument document (host);
    HostSource* source = nullptr;
    document.edit ([&]
    {
        source = &document.addSource ("source", recording (1, 1000), 48000.0);
    });
    document.enable (*source);
    const auto session = lastSession();
    int readersAtClose = -1;
    session->whenClosed = [&] { readersAtClose = host.openReaders; };
    CHECK (session->closed == 0);

    // Against the rules: the graph is not empty.
    document.destroyController();
    CHECK (takeAsserts() == std::vector<std::string> { "-2: the document is destroyed before its objects" });
    CHECK (session->closed == 1);
    CHECK (readersAtClose == 1);
    CHECK (host.openReaders == 0);
    CHECK (host.violations().empty());
}

TEST_CASE ("an instance that outlives its document is silent and can still be used")
{
    const AraRuntime runtime;
    MockHost host;
    std::weak_ptr<FakeSession> session;
    {
        std::unique_ptr<Instance> instance;
        {
            Song song (host);
            song.commitInverted ({ 0, 1000 });
            session = lastSession();
            instance = std::make_unique<Instance> (song.document, 7);
            instance->add (*song.region);
            instance->prepare (Song::rate, 2);
            CHECK (instance->render (24000, 1000) != silence (2, 1000));
        }

        HARP_CHECK_CLEAN (host);
        CHECK (instance->render (24000, 1000) == silence (2, 1000));
        CHECK (instance->binding->session() == session.lock());
        CHECK (instance->binding->session() != nullptr);

        // Late calls are told to the host and do nothing.
        HostRegion dead;
        instance->add (dead);
        instance->select ({});
        CHECK (takeAsserts() == std::vector<std::string> (2, "-2: the document of this instance is gone"));
        CHECK (session.lock()->closed == 1);
        instance->prepare (44100.0, 2);
        CHECK (instance->render (0, 1000) == silence (2, 1000));
    }

    CHECK (session.expired()); // nothing keeps the document alive any longer
    CHECK (host.openReaders == 0);
}

TEST_CASE ("an instance that dies before its document leaves nothing behind")
{
    const AraRuntime runtime;
    MockHost host;
    std::weak_ptr<FakeSession> session;
    {
        Song song (host);
        session = lastSession();
        {
            Instance instance (song.document, 7);
            instance.add (*song.region);
            instance.prepare (Song::rate, 2);
            instance.select ({ song.region->ref });
            instance.render (0, 30000);
        }
        CHECK (song.renderRegion() == song.source->samples);
    }
    CHECK (session.expired());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("refs of instances that are gone are noticed")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    ARAPlugInExtensionInstance copy {};
    {
        const Instance instance (song.document, 7);
        copy = instance.extension();
    }
    copy.playbackRendererInterface->addPlaybackRegion (copy.playbackRendererRef, song.region->ref);
    copy.editorRendererInterface->removePlaybackRegion (copy.editorRendererRef, song.region->ref);
    copy.editorViewInterface->notifySelection (copy.editorViewRef, nullptr);
    CHECK (takeAsserts() == std::vector<std::string> (3, "-1: no such role of a plug-in instance"));
}

TEST_CASE ("several documents live at once and do not know each other")
{
    const AraRuntime runtime;
    MockHost host;
    Song first (host), second (host, recording (2, Song::length, 5));
    HostDocument empty (host, "empty");
    first.commitInverted ({ 0, Song::length });
    CHECK (second.renderRegion() == second.source->samples);
    CHECK (empty.model().arrangement()->regions.empty());

    Instance instance (second.document);
    instance.add (*first.region); // of another document
    CHECK (takeAsserts() == std::vector<std::string> { "-1: no such playback region" });
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a document without a shell still works")
{
    const AraRuntime runtime;
    ara::setSessionFactory ({});
    MockHost host;
    const ARADocumentProperties properties { kARADocumentPropertiesMinSize, "document" };
    const auto* controller = ara::factory()->createDocumentControllerWithDocument (host.instance(), &properties);
    REQUIRE (controller != nullptr);
    const auto* table = controller->documentControllerInterface;
    auto binding = ara::Binding::bind (controller->documentControllerRef, 7, 7);
    REQUIRE (binding != nullptr);
    CHECK (binding->session() != nullptr);
    table->beginEditing (controller->documentControllerRef);
    table->endEditing (controller->documentControllerRef);
    table->destroyDocumentController (controller->documentControllerRef);
    binding.reset();
    HARP_CHECK_CLEAN (host);
}
