// SPDX-License-Identifier: GPL-3.0-or-later
#include "Content.h"

namespace harp::ara
{

using namespace ARA;

ARAInt32 Content::eventCount (ARAContentReaderRef reader)
{
    hostAssert (Misuse::argument, reader, "no such content reader");
    return 0;
}

const void* Content::event (ARAContentReaderRef reader, ARAInt32)
{
    hostAssert (Misuse::argument, reader, "no such content reader");
    return nullptr;
}

void Content::destroyReader (ARAContentReaderRef reader)
{
    hostAssert (Misuse::argument, reader, "no such content reader");
}

ARABool Content::isAnalysisIncomplete (ARAAudioSourceRef source, ARAContentType)
{
    graph.expect (source);
    return kARAFalse;
}

void Content::requestAnalysis (ARAAudioSourceRef source, ARASize, const ARAContentType*)
{
    if (graph.expect (source) != nullptr)
        hostAssert (Misuse::argument, source, "the factory offers no content to analyse");
}

const ARAProcessingAlgorithmProperties* Content::algorithm (ARAInt32)
{
    hostAssert (Misuse::argument, nullptr, "no such processing algorithm");
    return nullptr;
}

ARAInt32 Content::algorithmOf (ARAAudioSourceRef source)
{
    graph.expect (source);
    return 0;
}

void Content::requestAlgorithm (ARAAudioSourceRef source, ARAInt32)
{
    graph.expect (source);
    hostAssert (Misuse::argument, source, "no such processing algorithm");
}

} // namespace harp::ara
