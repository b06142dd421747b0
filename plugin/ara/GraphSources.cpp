// SPDX-License-Identifier: GPL-3.0-or-later
// Audio sources and the readers of their samples.
#include "Graph.h"
#include "Properties.h"

namespace harp::ara
{

using namespace ARA;

std::shared_ptr<AudioSource> Graph::expect (ARAAudioSourceRef ref) const
{
    auto source = sources.find (ref);

    if (source == nullptr)
        hostAssert (Misuse::argument, ref, "no such audio source");

    return source;
}

namespace
{

HostReader::Format formatOf (const model::Source& properties)
{
    return { properties.frames, properties.rate, properties.channels };
}

} // namespace

ARAAudioSourceRef Graph::createAudioSource (ARAAudioSourceHostRef hostRef, const ARAAudioSourceProperties* properties)
{
    doc.expectEditing (hostRef);

    if (! isUsable (properties, kARAAudioSourcePropertiesMinSize))
        return nullptr;

    auto source = std::make_shared<AudioSource>();
    source->hostRef = hostRef;
    source->properties = sourceFrom (*properties);
    source->reader = std::make_shared<HostReader> (doc.host.audio, hostRef, formatOf (source->properties));
    source->properties.reader = source->reader;
    source->id = doc.document->addSource (source->properties);
    source->ref = sources.add (source);
    return source->ref;
}

void Graph::updateAudioSourceProperties (ARAAudioSourceRef ref, const ARAAudioSourceProperties* properties)
{
    doc.expectEditing (ref);
    const auto source = expect (ref);

    if (source == nullptr || ! isUsable (properties, kARAAudioSourcePropertiesMinSize))
        return;

    source->properties = sourceFrom (*properties);

    if (formatOf (source->properties) != source->reader->format())
    {
        if (source->accessEnabled)
            hostAssert (Misuse::state, ref, "length, rate or channel count of a source changed while its samples can be read");

        replaceReader (*source);
        changedSamples.insert (source->id);
    }

    source->properties.reader = source->reader;
    doc.document->setSource (source->id, source->properties);
}

// Whoever still holds the old reader finds it closed, with the format that its buffers were made for.
void Graph::replaceReader (AudioSource& source)
{
    source.reader->close();
    source.reader = std::make_shared<HostReader> (doc.host.audio, source.hostRef, formatOf (source.properties));

    if (source.accessEnabled)
        source.reader->open();
}

void Graph::updateAudioSourceContent (ARAAudioSourceRef ref, const ARAContentTimeRange*, ARAContentUpdateFlags flags)
{
    doc.expectEditing (ref);
    const auto source = expect (ref);

    if (source == nullptr || (flags & kARAContentUpdateSignalScopeRemainsUnchanged) != 0)
        return;

    changedSamples.insert (source->id);

    if (! doc.isEditing())
        applyContentChanges();
}

void Graph::applyContentChanges()
{
    for (const auto id : changedSamples)
        doc.engine->invalidate (id);

    changedSamples.clear();
}

void Graph::enableAudioSourceSamplesAccess (ARAAudioSourceRef ref, ARABool enable)
{
    const auto source = expect (ref);

    if (source == nullptr || source->accessEnabled == (enable != kARAFalse))
        return;

    source->accessEnabled = enable != kARAFalse;

    if (source->accessEnabled)
        source->reader->open();
    else
        source->reader->close();

    // Nothing of the source itself changed, but listeners show whether it can be read, and renderers try again.
    doc.document->setSource (source->id, source->properties);
}

void Graph::deactivateAudioSourceForUndoHistory (ARAAudioSourceRef ref, ARABool deactivate)
{
    doc.expectEditing (ref);
    const auto source = expect (ref);

    if (source == nullptr)
        return;

    for (const auto& modification : modifications.all())
        if (deactivate != kARAFalse && ! modification->onlyForUndo && modification->source.lock() == source)
            hostAssert (Misuse::state, ref, "a modification of the source is still active");

    source->onlyForUndo = deactivate != kARAFalse;
}

void Graph::destroyAudioSource (ARAAudioSourceRef ref)
{
    doc.expectEditing (ref);
    const auto source = expect (ref);

    if (source == nullptr)
        return;

    for (const auto& modification : modifications.all())
    {
        if (modification->source.lock() != source)
            continue;

        hostAssert (Misuse::state, ref, "the audio source still has a modification");
        destroyAudioModification (modification->ref);
    }

    // Access may still be on: whoever reads is waited for.
    source->accessEnabled = false;
    source->reader->close();
    changedSamples.erase (source->id);
    doc.document->removeSource (source->id);
    sources.remove (ref);
}

void Graph::close()
{
    if (! sources.isEmpty() || ! contexts.isEmpty() || ! sequences.isEmpty())
        hostAssert (Misuse::state, nullptr, "the document is destroyed before its objects");

    for (const auto& source : sources.all())
    {
        source->accessEnabled = false;
        source->reader->close();
    }
}

} // namespace harp::ara
