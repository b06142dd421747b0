// SPDX-License-Identifier: GPL-3.0-or-later
#include "Binding.h"

#include "Roles.h"
#include "Trampoline.h"

namespace harp::ara
{

using namespace ARA;

class Binding::Impl
{
public:
    Impl (std::shared_ptr<DocumentController> owner, ARAPlugInInstanceRoleFlags roles) : controller (std::move (owner))
    {
        extension.structSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARAPlugInExtensionInstance, editorViewInterface);

        if ((roles & kARAPlaybackRendererRole) != 0)
        {
            playback = std::make_shared<PlaybackRendererRole> (controller);
            extension.playbackRendererRef = playbackRenderers().add (playback);
            extension.playbackRendererInterface = playbackRendererTable();
        }

        if ((roles & kARAEditorRendererRole) != 0)
        {
            editor = std::make_shared<EditorRendererRole> (controller);
            extension.editorRendererRef = editorRenderers().add (editor);
            extension.editorRendererInterface = editorRendererTable();
        }

        if ((roles & kARAEditorViewRole) != 0)
        {
            view = std::make_shared<EditorViewRole> (controller);
            extension.editorViewRef = editorViews().add (view);
            extension.editorViewInterface = editorViewTable();
        }
    }

    ~Impl()
    {
        playbackRenderers().remove (extension.playbackRendererRef);
        editorRenderers().remove (extension.editorRendererRef);
        editorViews().remove (extension.editorViewRef);
    }

    Impl (const Impl&) = delete;
    Impl& operator= (const Impl&) = delete;

    const std::shared_ptr<DocumentController> controller;
    std::shared_ptr<PlaybackRendererRole> playback;
    std::shared_ptr<EditorRendererRole> editor;
    std::shared_ptr<EditorViewRole> view;
    ARAPlugInExtensionInstance extension {};
};

std::unique_ptr<Binding> Binding::bind (ARADocumentControllerRef ref, ARAPlugInInstanceRoleFlags known, ARAPlugInInstanceRoleFlags assigned)
{
    return shielded<std::unique_ptr<Binding>> (ref, [&]() -> std::unique_ptr<Binding>
    {
        auto controller = DocumentController::find (ref);

        if (controller == nullptr)
        {
            hostAssert (Misuse::argument, ref, "no such document controller");
            return nullptr;
        }

        if (! controller->isModelThread())
            hostAssert (Misuse::thread, ref, "an instance is bound on another thread than the one that made the document");

        if ((assigned & ~known) != 0)
            hostAssert (Misuse::argument, ref, "a role is assigned that the host does not know");

        // What the host does not know it cannot give to another instance.
        return std::unique_ptr<Binding> (new Binding (std::make_unique<Impl> (std::move (controller), assigned | ~known)));
    });
}

Binding::Binding (std::unique_ptr<Impl> i) : impl (std::move (i)) {}
Binding::~Binding() = default;

const ARAPlugInExtensionInstance* Binding::instance() const noexcept
{
    return &impl->extension;
}

bool Binding::isPlaybackRenderer() const noexcept
{
    return impl->playback != nullptr;
}

bool Binding::isEditorRenderer() const noexcept
{
    return impl->editor != nullptr;
}

bool Binding::isEditorView() const noexcept
{
    return impl->view != nullptr;
}

render::Renderer* Binding::renderer() const noexcept
{
    return impl->playback != nullptr ? impl->playback->renderer.get() : nullptr;
}

const std::shared_ptr<Session>& Binding::session() const noexcept
{
    return impl->controller->session();
}

std::set<model::TrackId> Binding::hiddenTracks() const
{
    return impl->view != nullptr ? impl->view->hidden : std::set<model::TrackId> {};
}

} // namespace harp::ara
