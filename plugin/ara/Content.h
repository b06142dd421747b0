// SPDX-License-Identifier: GPL-3.0-or-later
// Musical content, analysis, algorithms and licences: HARP has none of them and says so. [model] thread.
#pragma once

#include "Graph.h"

namespace harp::ara
{

class Content
{
public:
    explicit Content (Graph& objects) noexcept : graph (objects) {}

    template <typename Ref>
    ARA::ARABool isAvailable (Ref ref, ARA::ARAContentType)
    {
        graph.expect (ref);
        return ARA::kARAFalse;
    }

    template <typename Ref>
    ARA::ARAContentGrade grade (Ref ref, ARA::ARAContentType)
    {
        graph.expect (ref);
        return ARA::kARAContentGradeInitial;
    }

    template <typename Ref>
    ARA::ARAContentReaderRef createReader (Ref ref, ARA::ARAContentType, const ARA::ARAContentTimeRange*)
    {
        if (graph.expect (ref) != nullptr)
            hostAssert (Misuse::state, ref, "a content reader is made although no content is available");

        return nullptr;
    }

    ARA::ARAInt32 eventCount (ARA::ARAContentReaderRef);
    const void* event (ARA::ARAContentReaderRef, ARA::ARAInt32 index);
    void destroyReader (ARA::ARAContentReaderRef);

    ARA::ARABool isAnalysisIncomplete (ARA::ARAAudioSourceRef, ARA::ARAContentType);
    void requestAnalysis (ARA::ARAAudioSourceRef, ARA::ARASize, const ARA::ARAContentType*);

    ARA::ARAInt32 algorithmsCount() { return 0; }
    const ARA::ARAProcessingAlgorithmProperties* algorithm (ARA::ARAInt32 index);
    ARA::ARAInt32 algorithmOf (ARA::ARAAudioSourceRef);
    void requestAlgorithm (ARA::ARAAudioSourceRef, ARA::ARAInt32 index);

    ARA::ARABool isLicensed (ARA::ARABool, ARA::ARASize, const ARA::ARAContentType*, ARA::ARAPlaybackTransformationFlags)
    {
        return ARA::kARATrue;
    }

private:
    Graph& graph;
};

} // namespace harp::ara
