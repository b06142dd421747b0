// SPDX-License-Identifier: GPL-3.0-or-later
// The control values of an endpoint: complete, checked, and kept when the same endpoint is loaded again. [any] thread.
#pragma once

#include <model/Endpoint.h>

namespace harp::processing
{

// A value for every control that the user sets: the given one where it passes its check, otherwise the default. Other members are left out.
std::string completeValues (const model::EndpointDescription&, const std::string& valuesJson);

// `state` with one control changed, by id or label. Errors: not_loaded, control_unknown, control_out_of_range.
core::Result<model::EndpointState> withValue (model::EndpointState state, const std::string& control, const std::string& valueJson);

// What the document holds after a successful load: default values, or those of `before` where it was the same endpoint.
model::EndpointState loadedState (const model::EndpointState& before, model::EndpointDescription, const std::string& typedAddress);

} // namespace harp::processing
