# SPDX-License-Identifier: GPL-3.0-or-later
# Before project(): which compiler builds what runs under a sanitizer. Clang takes half of the time of GCC, its thread sanitizer
# less than half, and it is a second pair of eyes. Where it is missing, or another one is asked for, the usual one does it.
if (HARP_SANITIZE AND NOT DEFINED CMAKE_CXX_COMPILER AND NOT DEFINED ENV{CXX})
    find_program (HARP_CLANG clang)
    find_program (HARP_CLANGXX clang++)

    if (HARP_CLANG AND HARP_CLANGXX)
        set (CMAKE_C_COMPILER "${HARP_CLANG}")
        set (CMAKE_CXX_COMPILER "${HARP_CLANGXX}")
    endif()
endif()
