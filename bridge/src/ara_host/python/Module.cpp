// SPDX-License-Identifier: MIT
// harp_bridge._native: the compiled part of the package, one register function per subject.
#include "Bindings.h"

#include "HostError.h"

PYBIND11_MODULE (_native, module)
{
    using namespace harp::host;
    module.doc() = "The compiled part of harp_bridge; use harp_bridge.ara_host.";
    pybind11::register_exception<HostError> (module, "AraHostError");
    python::registerContent (module);
    python::registerGraph (module);
    python::registerHost (module);
    python::registerDocument (module);
    python::registerInstance (module);
}
