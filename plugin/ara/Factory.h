// SPDX-License-Identifier: GPL-3.0-or-later
// The ARA face of the binary: one factory for as long as the module is loaded. [any] thread.
#pragma once

#include <ARA_API/ARAInterface.h>

namespace harp::ara
{

// Names that hosts see; the plug-in name must equal the effect's class name byte for byte.
struct Identity
{
    const char* plugInName;
    const char* manufacturer;
    const char* informationUrl;
    const char* version;
};

// The one ARAFactory. Its address never changes; the identity is taken from setIdentity, called once before the first use.
const ARA::ARAFactory* factory() noexcept;
void setIdentity (const Identity&) noexcept;

// What host and plug-in agreed on when ARA was initialised; the newest before that.
ARA::ARAAPIGeneration apiGeneration() noexcept;

} // namespace harp::ara
