// SPDX-License-Identifier: GPL-3.0-or-later
#include "BridgeError.h"

namespace harp::processing
{

core::Error errorFrom (const bridge::Failure& failure)
{
    if (const auto code = core::errorCodeFrom (failure.code))
        return { *code, failure.message, failure.detail };

    return { core::ErrorCode::internal, failure.message, "unknown code '" + failure.code + "': " + failure.detail };
}

core::Error closedDocument()
{
    return { core::ErrorCode::cancelled, {}, "the document is closed" };
}

} // namespace harp::processing
