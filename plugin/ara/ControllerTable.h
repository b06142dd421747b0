// SPDX-License-Identifier: GPL-3.0-or-later
// The C functions that hosts call for a document, complete up to ARA 2.3. [any] thread.
#pragma once

#include <ARA_API/ARAInterface.h>

namespace harp::ara
{

const ARA::ARADocumentControllerInterface* controllerTable() noexcept;

} // namespace harp::ara
