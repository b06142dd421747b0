// SPDX-License-Identifier: GPL-3.0-or-later
// What every part of one ARA document works with. [model] thread.
#pragma once

#include "Host.h"
#include "HostAssert.h"
#include "Session.h"

#include <memory>

namespace harp::ara
{

struct OpenDocument
{
    Host host;
    std::shared_ptr<model::Document> document;
    std::shared_ptr<render::Engine> engine;
    std::shared_ptr<Session> session;
    std::unique_ptr<model::Document::Batch> cycle; // while the host edits

    bool isEditing() const noexcept { return cycle != nullptr; }

    // The host is told when it forgot to open a cycle; the change is made all the same.
    void expectEditing (const void* object) const noexcept
    {
        if (! isEditing())
            hostAssert (Misuse::state, object, "the document is changed outside of an edit cycle");
    }
};

} // namespace harp::ara
