// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProcessorImpl.h"

#include <core/ThreadRole.h>

namespace harp::processing
{

Processor::Processor (std::shared_ptr<model::Document> document, std::shared_ptr<bridge::Bridge> bridge, Surroundings surroundings)
    : impl (std::make_shared<Impl> (std::move (document), std::move (bridge), std::move (surroundings)))
{
}

Processor::~Processor()
{
    impl->close();
}

core::Status Processor::load (const std::string& address)
{
    HARP_ASSERT_NOT_AUDIO();
    return impl->load (address);
}

core::Status Processor::set (const std::string& control, const std::string& valueJson)
{
    HARP_ASSERT_NOT_AUDIO();
    return impl->set (control, valueJson);
}

core::Result<std::vector<JobId>> Processor::process (const std::vector<model::RegionId>& regions)
{
    HARP_ASSERT_NOT_AUDIO();
    return impl->process (regions);
}

void Processor::cancel (JobId id)
{
    impl->cancel (id);
}

void Processor::cancelAll()
{
    impl->cancelAll();
}

std::vector<Job> Processor::jobs() const
{
    return impl->jobs();
}

LoadState Processor::loadState() const
{
    return impl->loadState();
}

void Processor::close()
{
    impl->close();
}

} // namespace harp::processing
