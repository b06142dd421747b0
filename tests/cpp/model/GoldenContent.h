// SPDX-License-Identifier: GPL-3.0-or-later
// What the golden archive holds, and a small document that uses every part of the format.
#pragma once

#include <model/Archive.h>

namespace harp::test
{

model::ArchiveContent goldenContent();

} // namespace harp::test
