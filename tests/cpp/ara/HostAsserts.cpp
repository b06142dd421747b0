// SPDX-License-Identifier: GPL-3.0-or-later
#include "MockHost.h"

#include <utility>

namespace harp::test
{

using namespace ARA;

namespace
{

std::mutex assertMutex;
std::vector<std::string> asserts;

void collectAssert (ARAAssertCategory category, const void*, const char* diagnosis)
{
    const std::lock_guard lock (assertMutex);
    asserts.push_back (std::to_string (category) + ": " + diagnosis);
}

ARAAssertFunction assertFunction = collectAssert;

} // namespace

std::vector<std::string> takeAsserts()
{
    const std::lock_guard lock (assertMutex);
    return std::exchange (asserts, {});
}

ARAAssertFunction* assertAddress()
{
    return &assertFunction;
}

} // namespace harp::test
