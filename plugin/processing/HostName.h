// SPDX-License-Identifier: GPL-3.0-or-later
// Which host an address leads to, and whether that host is this machine. Consent hangs on both. [any] thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace harp::processing
{

// The host of an http or https address in lower case, without port or brackets. Nothing when the address leaves any doubt: a
// user name, a backslash, white space or anything else that two readers of addresses might understand in two ways.
std::optional<std::string> hostOf (std::string_view address);

// True for localhost, the addresses 127.0.0.0/8 in four plain decimals, and ::1. What a description says of itself does not count.
bool isThisMachine (std::string_view host);

// The address without its query, where servers sometimes put signatures; a fragment stays when it can be the name of a function.
std::string withoutQuery (std::string_view address);

// True when the address holds a user name or a password, with or without a scheme before it.
bool hasCredentials (std::string_view address);

} // namespace harp::processing
