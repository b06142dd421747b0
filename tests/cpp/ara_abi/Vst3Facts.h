// SPDX-License-Identifier: MIT
// What one copy of the VST3 headers says: sizes, offsets, virtual table slots, ids and constants, by name.
#pragma once

#include <map>
#include <string>
#include <vector>

using Vst3Facts = std::map<std::string, std::vector<long long>>;

Vst3Facts oursOfVst3();
Vst3Facts theirsOfVst3();
