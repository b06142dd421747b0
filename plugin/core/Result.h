// SPDX-License-Identifier: GPL-3.0-or-later
// A value or an Error. Errors are values with a next step; nothing throws across a room. [any] thread.
#pragma once

#include "Error.h"

#include <utility>
#include <variant>

namespace harp::core
{

template <typename T>
class [[nodiscard]] Result
{
public:
    Result (T value) : content (std::move (value)) {}
    Result (Error error) : content (std::move (error)) {}

    bool ok() const noexcept { return std::holds_alternative<T> (content); }
    explicit operator bool() const noexcept { return ok(); }

    T& value() { return std::get<T> (content); }
    const T& value() const { return std::get<T> (content); }
    const Error& error() const { return std::get<Error> (content); }

private:
    std::variant<T, Error> content;
};

struct Done {};
using Status = Result<Done>;

} // namespace harp::core
