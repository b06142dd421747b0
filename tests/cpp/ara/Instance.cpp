// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostDocument.h"

#include <algorithm>

namespace harp::test
{

using namespace ARA;

Instance::Instance (const HostDocument& document, ARAPlugInInstanceRoleFlags assigned, ARAPlugInInstanceRoleFlags known)
    : binding (ara::Binding::bind (document.ref(), known, assigned))
{
}

void Instance::add (const HostRegion& region)
{
    extension().playbackRendererInterface->addPlaybackRegion (extension().playbackRendererRef, region.ref);
}

void Instance::remove (const HostRegion& region)
{
    extension().playbackRendererInterface->removePlaybackRegion (extension().playbackRendererRef, region.ref);
}

void Instance::prepare (double rate, int channels, int block)
{
    numChannels = channels;
    largestBlock = block;
    binding->renderer()->prepare (rate, block, channels);
}

Samples Instance::render (std::int64_t start, std::int64_t frames, bool playing)
{
    // Not silence before, so that a renderer which writes nothing is noticed.
    Samples result (static_cast<std::size_t> (numChannels), std::vector<float> (static_cast<std::size_t> (frames), 7.0f));
    MockHost::onRenderThread = true;

    for (std::int64_t done = 0; done < frames;)
    {
        const auto count = std::min<std::int64_t> (largestBlock, frames - done);
        std::vector<float*> buffers;

        for (auto& channel : result)
            buffers.push_back (channel.data() + done);

        binding->renderer()->process (buffers.data(), numChannels, static_cast<int> (count), start + done, playing, true);
        done += count;
    }

    MockHost::onRenderThread = false;
    return result;
}

void Instance::select (const std::vector<ARAPlaybackRegionRef>& regions, const std::vector<ARARegionSequenceRef>& sequences,
                       const ARAContentTimeRange* range)
{
    const ARAViewSelection selection { kARAViewSelectionMinSize, regions.size(), regions.empty() ? nullptr : regions.data(), sequences.size(),
                                       sequences.empty() ? nullptr : sequences.data(), range };
    extension().editorViewInterface->notifySelection (extension().editorViewRef, &selection);
}

} // namespace harp::test
