# SPDX-License-Identifier: MIT
# Which Python is embedded: the one interpreter HARP_PYTHON answers for headers, library and pybind11, so that two
# installed Pythons are never mixed. Defines the target harp_python and HARP_PYTHON_RPATH (empty for a system folder).
include_guard (GLOBAL)

if (NOT HARP_PYTHON)
    if (EXISTS "${PROJECT_SOURCE_DIR}/.venv/bin/python")
        set (found_python "${PROJECT_SOURCE_DIR}/.venv/bin/python")
    else()
        find_program (found_python NAMES python3 NO_CACHE)
    endif()

    set (HARP_PYTHON "${found_python}" CACHE FILEPATH "The interpreter (of the environment with pybind11) whose Python is embedded" FORCE)
endif()

function (harp_ask_python variable program)
    execute_process (COMMAND "${HARP_PYTHON}" -I -c "${program}" OUTPUT_VARIABLE answer RESULT_VARIABLE status
                     ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)

    if (NOT status EQUAL 0)
        set (answer "")
    endif()

    set (${variable} "${answer}" PARENT_SCOPE)
endfunction()

set (harp_python_advice "install libpython3-dev or set -DHARP_PYTHON=<another interpreter>")
harp_ask_python (harp_python_version "import sysconfig; print(sysconfig.get_python_version())")

if (NOT harp_python_version)
    message (FATAL_ERROR "Python was not found ('${HARP_PYTHON}'): ${harp_python_advice}")
endif()

harp_ask_python (harp_python_include "import sysconfig; print(sysconfig.get_paths()['include'])")

# Debian names the static archive as LDLIBRARY of its static python3; the shared library has the name of INSTSONAME there.
harp_ask_python (harp_python_libraries "
import glob, os, sysconfig
v = sysconfig.get_config_var
folders = [v('LIBDIR') or '', os.path.join(v('LIBDIR') or '', v('MULTIARCH') or '')]
names = [v('LDLIBRARY') or '', v('INSTSONAME') or '', 'libpython%s.so' % sysconfig.get_python_version(), 'libpython%s.dylib' % sysconfig.get_python_version()]
found = [os.path.join(f, n) for f in folders for n in names if n and not n.endswith('.a') and os.path.isfile(os.path.join(f, n))]
print(found[0] if found else '')")

if (NOT EXISTS "${harp_python_include}/Python.h")
    message (FATAL_ERROR "Python ${harp_python_version} (${HARP_PYTHON}) has no headers: ${harp_python_advice}")
endif()

if (NOT harp_python_libraries)
    message (FATAL_ERROR "Python ${harp_python_version} (${HARP_PYTHON}) has no shared library: ${harp_python_advice}")
endif()

harp_ask_python (harp_pybind11_include "import pybind11; print(pybind11.get_include())")

if (NOT harp_pybind11_include)
    find_path (harp_pybind11_system pybind11/embed.h)
    set (harp_pybind11_include "${harp_pybind11_system}")
endif()

if (NOT EXISTS "${harp_pybind11_include}/pybind11/embed.h")
    message (FATAL_ERROR "pybind11 was not found: '${HARP_PYTHON} -m pip install pybind11' or install pybind11-dev")
endif()

get_filename_component (harp_python_folder "${harp_python_libraries}" DIRECTORY)
set (HARP_PYTHON_RPATH "${harp_python_folder}")

if (harp_python_folder IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES OR harp_python_folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
    set (HARP_PYTHON_RPATH "")
endif()

add_library (harp_python INTERFACE)
target_include_directories (harp_python SYSTEM INTERFACE "${harp_python_include}" "${harp_pybind11_include}")
target_link_libraries (harp_python INTERFACE "${harp_python_libraries}")
message (STATUS "Embedding Python ${harp_python_version}: ${harp_python_libraries}")
