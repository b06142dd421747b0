// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentImpl.h"

namespace harp::model
{

Document::Document() : impl (std::make_unique<Impl>()) {}
Document::~Document() = default;

std::shared_ptr<const Arrangement> Document::arrangement() const
{
    HARP_ASSERT_NOT_AUDIO();
    const std::lock_guard lock (impl->mutex);

    if (impl->snapshot == nullptr)
        impl->snapshot = std::make_shared<const Arrangement> (impl->live);

    return impl->snapshot;
}

std::uint64_t Document::revision() const noexcept { return impl->revision.load(); }

// --- batches ------------------------------------------------------------------------------------------------------------

Document::Batch::Batch (Document& d) : document (d)
{
    const std::lock_guard lock (document.impl->mutex);
    ++document.impl->batches;
}

Document::Batch::~Batch()
{
    bool tell = false;

    {
        const std::lock_guard lock (document.impl->mutex);

        if (--document.impl->batches == 0)
            tell = std::exchange (document.impl->tellLater, false);
    }

    if (tell)
        document.impl->listeners.call();
}

// --- the endpoint -------------------------------------------------------------------------------------------------------

EndpointState Document::endpoint() const
{
    HARP_ASSERT_NOT_AUDIO();
    const std::lock_guard lock (impl->mutex);
    return impl->endpoint;
}

void Document::setEndpoint (EndpointState state)
{
    impl->change ([&] (Trash&)
    {
        std::swap (impl->endpoint, state);
        impl->changes.documentData = true;
        return true;
    });
}

void Document::restoreEndpoint (EndpointState state)
{
    impl->change ([&] (Trash&)
    {
        std::swap (impl->endpoint, state);
        impl->changes.documentData = false;
        return true;
    });
}

// --- what others hear ---------------------------------------------------------------------------------------------------

Document::Changes Document::takeChanges()
{
    HARP_ASSERT_NOT_AUDIO();
    const std::lock_guard lock (impl->mutex);
    return std::exchange (impl->changes, {});
}

Document::ListenerId Document::addListener (Listener listener) { return impl->listeners.add (std::move (listener)); }
void Document::removeListener (ListenerId id) { impl->listeners.remove (id); }

} // namespace harp::model
