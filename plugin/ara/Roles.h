// SPDX-License-Identifier: GPL-3.0-or-later
// The roles that a host can give to a plug-in instance. [model] thread.
//
// Roles outlive the document without harm: once it is gone they change nothing any more.
#pragma once

#include "DocumentController.h"

#include <render/Renderer.h>

#include <set>

namespace harp::ara
{

// What all roles of one instance share.
class Role
{
public:
    explicit Role (std::shared_ptr<DocumentController> c) noexcept : controller (std::move (c)) {}
    bool isModelThread() const noexcept { return controller->isModelThread(); }

protected:
    // False, and told to the host, when the document is gone.
    bool isDocumentOpen() const noexcept;

    const std::shared_ptr<DocumentController> controller;
};

class PlaybackRendererRole : public Role
{
public:
    explicit PlaybackRendererRole (std::shared_ptr<DocumentController>);

    void addPlaybackRegion (ARA::ARAPlaybackRegionRef);
    void removePlaybackRegion (ARA::ARAPlaybackRegionRef);

    const std::shared_ptr<render::Renderer> renderer;

private:
    struct Entry
    {
        ARA::ARAPlaybackRegionRef ref;
        model::RegionId id;
    };

    void publish();

    std::vector<Entry> regions;
};

// HARP has no preview: the role only keeps book, so that a host learns of what it takes away without having added it.
class EditorRendererRole : public Role
{
public:
    using Role::Role;

    void addPlaybackRegion (ARA::ARAPlaybackRegionRef);
    void removePlaybackRegion (ARA::ARAPlaybackRegionRef);
    void addRegionSequence (ARA::ARARegionSequenceRef);
    void removeRegionSequence (ARA::ARARegionSequenceRef);

private:
    std::set<ARA::ARAPlaybackRegionRef> regions;
    std::set<ARA::ARARegionSequenceRef> sequences;
};

class EditorViewRole : public Role
{
public:
    using Role::Role;

    void notifySelection (const ARA::ARAViewSelection*);
    void notifyHideRegionSequences (ARA::ARASize count, const ARA::ARARegionSequenceRef* refs);

    std::set<model::TrackId> hidden;
};

// The C functions of each role and the refs that lead to them.
const ARA::ARAPlaybackRendererInterface* playbackRendererTable() noexcept;
const ARA::ARAEditorRendererInterface* editorRendererTable() noexcept;
const ARA::ARAEditorViewInterface* editorViewTable() noexcept;

Registry<PlaybackRendererRole, ARA::ARAPlaybackRendererRef>& playbackRenderers();
Registry<EditorRendererRole, ARA::ARAEditorRendererRef>& editorRenderers();
Registry<EditorViewRole, ARA::ARAEditorViewRef>& editorViews();

} // namespace harp::ara
