// SPDX-License-Identifier: MIT
#include <harp_bridge/Types.h>

namespace harp::bridge
{

const char* nameOf (Stage stage) noexcept
{
    switch (stage)
    {
        case Stage::connecting:  return "connecting";
        case Stage::waking:      return "waking";
        case Stage::uploading:   return "uploading";
        case Stage::queued:      return "queued";
        case Stage::running:     return "running";
        case Stage::downloading: return "downloading";
        case Stage::checking:    return "checking";
    }

    return "connecting";
}

} // namespace harp::bridge
