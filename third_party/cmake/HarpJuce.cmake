# SPDX-License-Identifier: GPL-3.0-or-later
# JUCE, from the system's packages or from -DHARP_JUCE_DIR=<where JUCEConfig.cmake or a JUCE checkout lies>.
set (HARP_JUCE_DIR "" CACHE PATH "Folder of an installed JUCE (with JUCEConfig.cmake) or of a JUCE source checkout")
set (HARP_JUCE_OLDEST 7.0.5)

# JUCE itself asks for it as soon as it is found, and says less.
if (UNIX AND NOT APPLE)
    find_package (PkgConfig QUIET)
    harp_require (PKG_CONFIG_FOUND "pkg-config" PKG_CONFIG_EXECUTABLE pkg-config)
endif()

# JUCE's version file accepts only the very version that is asked for: the oldest is checked here.
if (HARP_JUCE_DIR AND EXISTS "${HARP_JUCE_DIR}/extras/Build/juceaide")
    add_subdirectory ("${HARP_JUCE_DIR}" "${CMAKE_BINARY_DIR}/JUCE" EXCLUDE_FROM_ALL)
    get_directory_property (JUCE_VERSION DIRECTORY "${HARP_JUCE_DIR}" DEFINITION JUCE_VERSION)
    set (JUCE_FOUND TRUE)
elseif (HARP_JUCE_DIR)
    # Not the one of an earlier call, nor the system's: this folder was asked for.
    unset (JUCE_DIR CACHE)
    find_package (JUCE CONFIG QUIET PATHS "${HARP_JUCE_DIR}" NO_DEFAULT_PATH)
    harp_require (JUCE_FOUND "JUCE ('${HARP_JUCE_DIR}' has neither JUCEConfig.cmake nor a checkout of it)" HARP_JUCE_DIR "juce-modules-source juce-tools")
else()
    find_package (JUCE CONFIG QUIET)
endif()

harp_require (JUCE_FOUND "JUCE (${HARP_JUCE_OLDEST} or later)" HARP_JUCE_DIR "juce-modules-source juce-tools")

if (JUCE_VERSION VERSION_LESS HARP_JUCE_OLDEST)
    set (harp_juce_is_new FALSE)
else()
    set (harp_juce_is_new TRUE)
endif()

harp_require (harp_juce_is_new "JUCE ${HARP_JUCE_OLDEST} or later (this is ${JUCE_VERSION})" HARP_JUCE_DIR "juce-modules-source juce-tools")

# What JUCE needs from a Linux system, else its compiler errors would be the first to tell.
if (UNIX AND NOT APPLE)
    foreach (library freetype2:libfreetype-dev x11:libx11-dev xcursor:libxcursor-dev xext:libxext-dev
                     xinerama:libxinerama-dev xrandr:libxrandr-dev libpng:libpng-dev libjpeg:libjpeg-dev)
        string (REPLACE ":" ";" library "${library}")
        list (GET library 0 name)
        list (GET library 1 package)
        pkg_check_modules (HARP_${name} QUIET ${name})
        harp_require (HARP_${name}_FOUND "${name}" CMAKE_PREFIX_PATH ${package})
    endforeach()
endif()

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
