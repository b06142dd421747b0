// SPDX-License-Identifier: MIT
#include "Bindings.h"

namespace harp::host::python
{

void registerContent (py::module_& module)
{
    py::class_<Violation> (module, "AraViolation")
        .def_readonly ("category", &Violation::category)
        .def_readonly ("text", &Violation::text);

    py::class_<ContentEvent> (module, "AraContentEvent")
        .def (py::init<>())
        .def_readwrite ("position", &ContentEvent::position)
        .def_readwrite ("quarter", &ContentEvent::quarter)
        .def_readwrite ("numerator", &ContentEvent::numerator)
        .def_readwrite ("denominator", &ContentEvent::denominator)
        .def_readwrite ("frequency", &ContentEvent::frequency)
        .def_readwrite ("volume", &ContentEvent::volume)
        .def_readwrite ("pitch", &ContentEvent::pitch)
        .def_readwrite ("attack", &ContentEvent::attack)
        .def_readwrite ("note_duration", &ContentEvent::noteDuration)
        .def_readwrite ("signal_duration", &ContentEvent::signalDuration)
        .def_readwrite ("concert_pitch", &ContentEvent::concertPitch)
        .def_readwrite ("root", &ContentEvent::root)
        .def_readwrite ("bass", &ContentEvent::bass)
        .def_property ("tunings", [] (const ContentEvent& e) { return e.tunings; },
                       [] (ContentEvent& e, std::vector<float> values) { values.resize (12); e.tunings = std::move (values); })
        .def_property ("intervals", [] (const ContentEvent& e) { return std::vector<int> (e.intervals.begin(), e.intervals.end()); },
                       [] (ContentEvent& e, std::vector<int> values)
                       {
                           values.resize (12);
                           e.intervals.assign (values.begin(), values.end());
                       })
        .def_readwrite ("name", &ContentEvent::name);

    module.attr ("ARA_INVALID_PITCH") = int { ARA::kARAInvalidPitchNumber };
}

} // namespace harp::host::python
