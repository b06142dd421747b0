// SPDX-License-Identifier: GPL-3.0-or-later
#include "Job.h"

namespace harp::processing
{

std::string_view nameOf (JobStage stage) noexcept
{
    switch (stage)
    {
        case JobStage::reading:     return "reading";
        case JobStage::connecting:  return "connecting";
        case JobStage::waking:      return "waking";
        case JobStage::uploading:   return "uploading";
        case JobStage::queued:      return "queued";
        case JobStage::running:     return "running";
        case JobStage::downloading: return "downloading";
        case JobStage::checking:    return "checking";
        case JobStage::done:        return "done";
        case JobStage::failed:      return "failed";
        case JobStage::cancelled:   return "cancelled";
    }

    return "failed";
}

} // namespace harp::processing
