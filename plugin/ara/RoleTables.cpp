// SPDX-License-Identifier: GPL-3.0-or-later
#include "Roles.h"
#include "Trampoline.h"

namespace harp::ara
{

using namespace ARA;

Registry<PlaybackRendererRole, ARAPlaybackRendererRef>& playbackRenderers()
{
    static Registry<PlaybackRendererRole, ARAPlaybackRendererRef> live;
    return live;
}

Registry<EditorRendererRole, ARAEditorRendererRef>& editorRenderers()
{
    static Registry<EditorRendererRole, ARAEditorRendererRef> live;
    return live;
}

Registry<EditorViewRole, ARAEditorViewRef>& editorViews()
{
    static Registry<EditorViewRole, ARAEditorViewRef> live;
    return live;
}

namespace
{

template <typename RoleType, typename RoleRef, Registry<RoleType, RoleRef>& (*live)()>
struct RoleGate
{
    using Ref = RoleRef;
    static constexpr const char* unknown = "no such role of a plug-in instance";

    static std::shared_ptr<RoleType> find (Ref ref) { return live().find (ref); }

    template <typename Part>
    static Part& part (RoleType& role)
    {
        return role;
    }
};

using PlaybackGate = RoleGate<PlaybackRendererRole, ARAPlaybackRendererRef, playbackRenderers>;
using EditorGate = RoleGate<EditorRendererRole, ARAEditorRendererRef, editorRenderers>;
using ViewGate = RoleGate<EditorViewRole, ARAEditorViewRef, editorViews>;

template <typename Gate, auto method>
constexpr auto to = &Trampoline<Gate, method>::call;

} // namespace

const ARAPlaybackRendererInterface* playbackRendererTable() noexcept
{
    static const ARAPlaybackRendererInterface table {
        ARA_IMPLEMENTED_STRUCT_SIZE (ARAPlaybackRendererInterface, removePlaybackRegion),
        to<PlaybackGate, &PlaybackRendererRole::addPlaybackRegion>,
        to<PlaybackGate, &PlaybackRendererRole::removePlaybackRegion>
    };
    return &table;
}

const ARAEditorRendererInterface* editorRendererTable() noexcept
{
    static const ARAEditorRendererInterface table {
        ARA_IMPLEMENTED_STRUCT_SIZE (ARAEditorRendererInterface, removeRegionSequence),
        to<EditorGate, &EditorRendererRole::addPlaybackRegion>,
        to<EditorGate, &EditorRendererRole::removePlaybackRegion>,
        to<EditorGate, &EditorRendererRole::addRegionSequence>,
        to<EditorGate, &EditorRendererRole::removeRegionSequence>
    };
    return &table;
}

const ARAEditorViewInterface* editorViewTable() noexcept
{
    static const ARAEditorViewInterface table {
        ARA_IMPLEMENTED_STRUCT_SIZE (ARAEditorViewInterface, notifyHideRegionSequences),
        to<ViewGate, &EditorViewRole::notifySelection>,
        to<ViewGate, &EditorViewRole::notifyHideRegionSequences>
    };
    return &table;
}

} // namespace harp::ara
