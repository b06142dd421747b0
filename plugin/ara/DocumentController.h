// SPDX-License-Identifier: GPL-3.0-or-later
// One ARA document, from its creation by the host until the host and the last bound instance have let go of it.
//
// [model] thread; find and the getters: [any but audio]. After destroy() the host is never called again, the session is
// closed, renderers are silent, and the object only waits for its instances.
#pragma once

#include "Archiving.h"
#include "Content.h"

#include <atomic>
#include <thread>

namespace harp::ara
{

class DocumentController
{
public:
    // nullptr, and told to the host, when the host's half is missing.
    static const ARA::ARADocumentControllerInstance* create (const ARA::ARADocumentControllerHostInstance*, const ARA::ARADocumentProperties*);

    // Live controllers only.
    static std::shared_ptr<DocumentController> find (ARA::ARADocumentControllerRef);

    DocumentController (const ARA::ARADocumentControllerHostInstance&, std::string name);
    ~DocumentController();
    DocumentController (const DocumentController&) = delete;
    DocumentController& operator= (const DocumentController&) = delete;

    // --- the table
    void destroy();
    const ARA::ARAFactory* getFactory();
    void beginEditing();
    void endEditing();
    void notifyModelUpdates();
    void updateProperties (const ARA::ARADocumentProperties*);

    Graph& graph() noexcept { return objects; }
    Archiving& archiving() noexcept { return archives; }
    Content& content() noexcept { return musicalContent; }

    // --- for bound instances
    bool isOpen() const noexcept { return open; }
    bool isModelThread() const noexcept { return std::this_thread::get_id() == modelThread; }
    const std::shared_ptr<Session>& session() const noexcept { return doc.session; }
    const std::shared_ptr<render::Engine>& engine() const noexcept { return doc.engine; }

    // The newest selection of any view of this document. Objects that die later are taken out of it.
    void select (std::vector<ARA::ARAPlaybackRegionRef>, std::vector<ARA::ARARegionSequenceRef>, std::optional<Selection::Range>);

private:
    Selection liveSelection() const;

    OpenDocument doc;
    Graph objects;
    Archiving archives;
    Content musicalContent;
    ARA::ARADocumentControllerInstance instance {};
    const std::thread::id modelThread;
    std::atomic<bool> open { true };

    std::vector<ARA::ARAPlaybackRegionRef> selectedRegions;
    std::vector<ARA::ARARegionSequenceRef> selectedSequences;
    std::optional<Selection::Range> selectedRange;
    Selection announced;
};

} // namespace harp::ara
