// SPDX-License-Identifier: GPL-3.0-or-later
// Beginning, end, and what loading and jobs share.
#include "ProcessorImpl.h"

namespace harp::processing
{

namespace
{

std::string nextGroup()
{
    static std::atomic<std::uint64_t> last { 0 };
    return "document " + std::to_string (++last);
}

} // namespace

Processor::Impl::Impl (std::shared_ptr<model::Document> d, std::shared_ptr<bridge::Bridge> b, Surroundings s)
    : document (std::move (d)), surroundings (std::move (s)), group (nextGroup()), openBridge (std::move (b))
{
}

void Processor::Impl::cancel (JobId id)
{
    if (id == 0)
        return; // to the list, 0 means all of them

    const auto cancelled = jobList.cancel (id);
    tellBridge (cancelled, 0);

    if (cancelled.any)
        changed();
}

void Processor::Impl::cancelAll()
{
    const bool wasLoading = loading.isUnderWay();
    const auto load = loading.cancel();
    const auto cancelled = jobList.cancel (0);
    tellBridge (cancelled, load);

    if (cancelled.any || wasLoading)
        changed();
}

void Processor::Impl::close()
{
    const auto load = loading.close();
    const auto cancelled = jobList.close();
    tellBridge (cancelled, load);
    worker.stop();

    // Let go of here, so that the bridge never ends on its own thread through a callback that holds us for a moment.
    std::shared_ptr<bridge::Bridge> last;
    const std::lock_guard lock (bridgeMutex);
    last.swap (openBridge);
}

void Processor::Impl::tellBridge (const JobList::Cancelled& cancelled, bridge::JobId load)
{
    const auto open = bridge();

    if (open == nullptr)
        return;

    if (load != 0)
        open->cancel (load);

    for (const auto id : cancelled.attached)
        open->cancel (id);
}

void Processor::Impl::postChanged()
{
    // One waiting note is enough, however many events arrive while the worker reads or encodes.
    if (! changePosted.exchange (true))
        worker.post ([this]
                     {
                         changePosted = false;
                         changed();
                     });
}

void Processor::Impl::changed()
{
    if (surroundings.changed)
        surroundings.changed();
}

std::shared_ptr<bridge::Bridge> Processor::Impl::bridge() const
{
    const std::lock_guard lock (bridgeMutex);
    return openBridge;
}

} // namespace harp::processing
