# SPDX-License-Identifier: GPL-3.0-or-later
# JUCE, from the system's packages or from -DHARP_JUCE_DIR=<where JUCEConfig.cmake or a JUCE checkout lies>.
set (HARP_JUCE_DIR "" CACHE PATH "Folder of an installed JUCE (with JUCEConfig.cmake) or of a JUCE source checkout")

if (HARP_JUCE_DIR AND EXISTS "${HARP_JUCE_DIR}/extras/Build/juceaide")
    add_subdirectory ("${HARP_JUCE_DIR}" "${CMAKE_BINARY_DIR}/JUCE" EXCLUDE_FROM_ALL)
    set (JUCE_FOUND TRUE)
else()
    find_package (JUCE 7.0.5 CONFIG QUIET HINTS "${HARP_JUCE_DIR}")
endif()

harp_require (JUCE_FOUND "JUCE (7.0.5 or later)" HARP_JUCE_DIR "juce-modules-source juce-tools")

# Debian's modules come without the audio codecs and Steinberg's headers lie inside of JUCE's own folder.
if (NOT JUCE_MODULES_DIR)
    set (JUCE_MODULES_DIR "${HARP_JUCE_DIR}/modules")
endif()

foreach (folder juce_audio_processors_headless juce_audio_processors)
    if (EXISTS "${JUCE_MODULES_DIR}/${folder}/format_types/VST3_SDK/pluginterfaces")
        set (HARP_STEINBERG_INCLUDE "${JUCE_MODULES_DIR}/${folder}/format_types/VST3_SDK" "${JUCE_MODULES_DIR}/${folder}/format_types")
        break()
    endif()
endforeach()

harp_require (HARP_STEINBERG_INCLUDE "JUCE's copy of the VST3 headers" HARP_JUCE_DIR juce-modules-source)
