# SPDX-License-Identifier: GPL-3.0-or-later
# How everything is compiled: cache, warnings, sanitizers.

find_package (Threads REQUIRED)
find_program (HARP_CCACHE ccache)

if (HARP_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set (CMAKE_C_COMPILER_LAUNCHER ${HARP_CCACHE})
    set (CMAKE_CXX_COMPILER_LAUNCHER ${HARP_CCACHE})
endif()

if (NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set (CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo" FORCE)
endif()

# Warnings for our own targets only; JUCE's modules are not ours to mend.
add_library (harp_warnings INTERFACE)

if (MSVC)
    target_compile_options (harp_warnings INTERFACE /W4 /utf-8)
else()
    target_compile_options (harp_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
        $<$<CXX_COMPILER_ID:GNU>:-Wshadow>) # Clang's sees shadows among the files of one piece
endif()

# A build that is for running, not for editing, compiles each target in one piece: a third of the time. The presets
# release, asan and tsan ask for it; dev does not.
option (CMAKE_UNITY_BUILD "Compile the sources of each target in one piece" OFF)
set (CMAKE_UNITY_BUILD_BATCH_SIZE 0)

# What never touches a sample (JUCE's modules, the editor, bindings) is compiled with little optimisation: measured, less
# than half of the time that -O3 takes.
function (harp_compile_quickly)
    if (NOT MSVC)
        foreach (target IN LISTS ARGN)
            target_compile_options (${target} PRIVATE $<$<CONFIG:Release>:-O1>)
        endforeach()
    endif()
endfunction()

# For everything in a folder and below: what is run once takes longer to optimise than to run.
macro (harp_compile_for_one_run)
    if (NOT MSVC)
        add_compile_options ($<$<CONFIG:Release>:-Og>)
    endif()
endmacro()

if (HARP_SANITIZE STREQUAL "address")
    add_compile_options (-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -g1)
    add_link_options (-fsanitize=address,undefined)
elseif (HARP_SANITIZE STREQUAL "thread")
    add_compile_options (-fsanitize=thread -fno-omit-frame-pointer -g1)
    add_link_options (-fsanitize=thread)
elseif (HARP_SANITIZE)
    message (FATAL_ERROR "HARP_SANITIZE must be empty, address or thread, not '${HARP_SANITIZE}'")
endif()

# One error line for a missing dependency: what, the package that brings it, and the variable that points to it. The blank in
# front keeps CMake from breaking the line.
function (harp_require found name variable package)
    if (NOT ${found})
        message (FATAL_ERROR " HARP needs ${name}: install the package ${package}, or set -D${variable}=<where it is>")
    endif()
endfunction()
