// SPDX-License-Identifier: GPL-3.0-or-later
// Which take sounds where in one audio modification: non-overlapping spans, ascending; between them the original sounds.
// A value type. [any] thread.
#pragma once

#include "Take.h"

#include <vector>

namespace harp::model
{

struct CompSegment
{
    core::Span span; // source frames; lies within the span of the take
    TakeId take;
    int output = 0;  // index into Take::outputs

    friend bool operator== (const CompSegment&, const CompSegment&) = default;
};

class Comp
{
public:
    // Makes `take`/`output` sound in `span`, cutting whatever was there. Neighbours of the same take and output merge.
    void paint (core::Span span, const TakeId& take, int output);

    // Lets the original sound in `span` again.
    void revert (core::Span span);

    // Lets the original sound wherever `take` did.
    void removeTake (const TakeId& take);

    const std::vector<CompSegment>& segments() const noexcept { return content; }
    bool isEmpty() const noexcept { return content.empty(); }

    // The parts of the segments that lie within `span`.
    std::vector<CompSegment> within (core::Span span) const;

    friend bool operator== (const Comp&, const Comp&) = default;

private:
    std::vector<CompSegment> content;
};

} // namespace harp::model
