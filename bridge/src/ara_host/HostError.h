// SPDX-License-Identifier: MIT
// What the host throws at its own caller: a wrong use of the host, or a plug-in that cannot be worked with. [any]
#pragma once

#include <stdexcept>

namespace harp::host
{

// Never thrown from inside a callback of the plug-in; rules that a plug-in breaks there become a Violation.
class HostError : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

} // namespace harp::host
