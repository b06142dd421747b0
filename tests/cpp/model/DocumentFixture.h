// SPDX-License-Identifier: GPL-3.0-or-later
// A document with one source of ten seconds and one modification of it.
#pragma once

#include "Samples.h"

#include <model/Document.h>

namespace harp::test
{

struct DocumentFixture
{
    model::Document document;
    model::SourceId source = document.addSource ({ "source", "Source", 441000, 44100.0, 2, nullptr });
    model::ModificationId modification = document.addModification (source, "modification", "Modification");

    model::Modification now (model::ModificationId id) const { return document.arrangement()->modifications.at (id); }
    model::Modification now() const { return now (modification); }
    std::vector<model::CompSegment> comp (model::ModificationId id) const { return now (id).comp.segments(); }
    std::vector<model::CompSegment> comp() const { return comp (modification); }

    bool commit (const model::TakePtr& take, core::Span paint) { return document.commitTake (modification, take, paint).ok(); }
    bool commit (const model::TakeId& id, core::Span span) { return commit (makeTake (id, span), span); }
};

using Segments = std::vector<model::CompSegment>;

} // namespace harp::test
