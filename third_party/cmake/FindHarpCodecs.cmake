# SPDX-License-Identifier: GPL-3.0-or-later
# What encodes the audio of takes. Defines HarpCodecs::FLAC and ZLIB::ZLIB.
#
# libFLAC goes into the plug-in statically where that is possible, so that the plug-in does not meet another version of it
# in a DAW. Debian 12's libFLAC.a and libogg.a are position independent (measured: their only non-local relocations are PC
# relative, a shared object linked from them with -z defs -z text has no text relocation); whether those found here are is
# tried out once. HARP_FLAC_STATIC=OFF asks for the shared library. The symbols of the archives are not exported again.
include (CheckCSourceCompiles)
include (CMakePushCheckState)

option (HARP_FLAC_STATIC "Link libFLAC statically where the system's archives allow it" ON)

find_package (ZLIB QUIET)
harp_require (ZLIB_FOUND "zlib" ZLIB_ROOT zlib1g-dev)

find_path (FLAC_INCLUDE_DIR FLAC/stream_encoder.h)
harp_require (FLAC_INCLUDE_DIR "FLAC/stream_encoder.h" FLAC_INCLUDE_DIR libflac-dev)

set (FLAC_STATIC_WORKS FALSE)

if (HARP_FLAC_STATIC AND NOT MSVC)
    find_library (FLAC_STATIC_LIBRARY libFLAC.a)
    find_library (OGG_STATIC_LIBRARY libogg.a)

    if (FLAC_STATIC_LIBRARY AND OGG_STATIC_LIBRARY)
        cmake_push_check_state (RESET)
        set (CMAKE_REQUIRED_INCLUDES "${FLAC_INCLUDE_DIR}")
        set (CMAKE_REQUIRED_FLAGS "-fPIC")
        set (CMAKE_REQUIRED_LINK_OPTIONS -shared)

        if (NOT APPLE)
            list (APPEND CMAKE_REQUIRED_LINK_OPTIONS "LINKER:-z,text,-z,defs")
        endif()

        set (CMAKE_REQUIRED_LIBRARIES "${FLAC_STATIC_LIBRARY}" "${OGG_STATIC_LIBRARY}" m)
        check_c_source_compiles ("
            #include <FLAC/stream_decoder.h>
            #include <FLAC/stream_encoder.h>
            void* harp_encoder (void);
            void* harp_decoder (void);
            void* harp_encoder (void) { return FLAC__stream_encoder_new(); }
            void* harp_decoder (void) { return FLAC__stream_decoder_new(); }" FLAC_STATIC_LINKS_INTO_SHARED)
        cmake_pop_check_state()
        set (FLAC_STATIC_WORKS ${FLAC_STATIC_LINKS_INTO_SHARED})
    endif()
endif()

if (NOT FLAC_STATIC_WORKS)
    find_library (FLAC_LIBRARY FLAC)
    harp_require (FLAC_LIBRARY "libFLAC" FLAC_LIBRARY libflac-dev)
endif()

if (NOT TARGET HarpCodecs::FLAC)
    add_library (HarpCodecs::FLAC INTERFACE IMPORTED GLOBAL)
    target_include_directories (HarpCodecs::FLAC SYSTEM INTERFACE "${FLAC_INCLUDE_DIR}")

    if (FLAC_STATIC_WORKS)
        message (STATUS "libFLAC: static, ${FLAC_STATIC_LIBRARY}")
        target_compile_definitions (HarpCodecs::FLAC INTERFACE FLAC__NO_DLL)
        target_link_libraries (HarpCodecs::FLAC INTERFACE "${FLAC_STATIC_LIBRARY}" "${OGG_STATIC_LIBRARY}" m)

        if (NOT APPLE)
            target_link_options (HarpCodecs::FLAC INTERFACE "LINKER:--exclude-libs,libFLAC.a:libogg.a")
        endif()
    else()
        message (STATUS "libFLAC: shared, ${FLAC_LIBRARY}")
        target_link_libraries (HarpCodecs::FLAC INTERFACE "${FLAC_LIBRARY}")
    endif()
endif()

set (HarpCodecs_FOUND TRUE)
