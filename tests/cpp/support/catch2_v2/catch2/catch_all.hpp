// SPDX-License-Identifier: GPL-3.0-or-later
// Debian 12 ships Catch2 2.13, which is one header: this and its siblings offer it under the header names of Catch2 3, in
// which the tests are written. On the include path only where Catch2 3 is not there.
#pragma once

#include <catch2/catch.hpp>

namespace Catch
{
using Detail::Approx;
}
