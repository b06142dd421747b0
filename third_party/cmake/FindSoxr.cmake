# SPDX-License-Identifier: MIT
# Finds libsoxr (LGPL-2.1-or-later) and defines Soxr::Soxr. A static library is taken when there is one that can go into a
# shared object (-DSOXR_USE_STATIC=ON, built with -fPIC); Debian ships only the shared one.
find_path (SOXR_INCLUDE_DIR soxr.h HINTS "${SOXR_ROOT}" PATH_SUFFIXES include)

option (SOXR_USE_STATIC "Link libsoxr.a (must be position independent)" OFF)
if (SOXR_USE_STATIC)
    find_library (SOXR_LIBRARY NAMES libsoxr.a soxr HINTS "${SOXR_ROOT}" PATH_SUFFIXES lib)
else()
    find_library (SOXR_LIBRARY NAMES soxr libsoxr HINTS "${SOXR_ROOT}" PATH_SUFFIXES lib)
endif()

# The caller says what is missing (harp_require): one line instead of CMake's several.
if (SOXR_LIBRARY AND SOXR_INCLUDE_DIR)
    set (Soxr_FOUND TRUE)
else()
    set (Soxr_FOUND FALSE)
endif()

if (Soxr_FOUND AND NOT TARGET Soxr::Soxr)
    add_library (Soxr::Soxr UNKNOWN IMPORTED)
    set_target_properties (Soxr::Soxr PROPERTIES
        IMPORTED_LOCATION "${SOXR_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${SOXR_INCLUDE_DIR}")
endif()
mark_as_advanced (SOXR_INCLUDE_DIR SOXR_LIBRARY)
