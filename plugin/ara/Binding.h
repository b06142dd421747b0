// SPDX-License-Identifier: GPL-3.0-or-later
// What one plug-in instance becomes when the host binds it to a document: its roles.
//
// bind and the destructor: [model] thread (the destructor may also come after the document is gone). The renderer's
// process runs on the [audio] thread.
#pragma once

#include "Session.h"

#include <ARA_API/ARAInterface.h>
#include <render/Renderer.h>

#include <memory>
#include <set>

namespace harp::ara
{

class Binding
{
public:
    // Roles that are in effect: assigned, or unknown to the host. nullptr when the controller is not one of ours or is gone.
    static std::unique_ptr<Binding> bind (ARA::ARADocumentControllerRef, ARA::ARAPlugInInstanceRoleFlags known,
                                          ARA::ARAPlugInInstanceRoleFlags assigned);

    ~Binding();
    Binding (const Binding&) = delete;
    Binding& operator= (const Binding&) = delete;

    // Lives as long as this object; handed to the host.
    const ARA::ARAPlugInExtensionInstance* instance() const noexcept;

    bool isPlaybackRenderer() const noexcept;
    bool isEditorRenderer() const noexcept;
    bool isEditorView() const noexcept;

    // nullptr without the playback renderer role.
    render::Renderer* renderer() const noexcept;

    // Never nullptr; closed once the document is gone.
    const std::shared_ptr<Session>& session() const noexcept;

    // [model] Tracks that the host does not show at the moment; empty without the editor view role.
    std::set<model::TrackId> hiddenTracks() const;

private:
    class Impl;
    explicit Binding (std::unique_ptr<Impl>);
    std::unique_ptr<Impl> impl;
};

} // namespace harp::ara
