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

harp_ask_python (harp_python_version "import sysconfig; print(sysconfig.get_python_version())")

harp_require (harp_python_version "Python ('${HARP_PYTHON}' is none)" HARP_PYTHON python3)

harp_ask_python (harp_python_include "import sysconfig; print(sysconfig.get_paths()['include'])")

# Debian names the static archive as LDLIBRARY of its static python3; the shared library has the name of INSTSONAME there.
harp_ask_python (harp_python_libraries "
import glob, os, sysconfig
v = sysconfig.get_config_var
folders = [v('LIBDIR') or '', os.path.join(v('LIBDIR') or '', v('MULTIARCH') or '')]
names = [v('LDLIBRARY') or '', v('INSTSONAME') or '', 'libpython%s.so' % sysconfig.get_python_version(), 'libpython%s.dylib' % sysconfig.get_python_version()]
found = [os.path.join(f, n) for f in folders for n in names if n and not n.endswith('.a') and os.path.isfile(os.path.join(f, n))]
print(found[0] if found else '')")

find_file (harp_python_header Python.h PATHS "${harp_python_include}" NO_DEFAULT_PATH NO_CACHE)
harp_require (harp_python_header "the headers of Python ${harp_python_version} (${HARP_PYTHON})" HARP_PYTHON libpython3-dev)
harp_require (harp_python_libraries "the shared library of Python ${harp_python_version} (${HARP_PYTHON})" HARP_PYTHON libpython3-dev)

harp_ask_python (harp_pybind11_include "import pybind11; print(pybind11.get_include())")

find_path (PYBIND11_INCLUDE_DIR pybind11/embed.h HINTS "${harp_pybind11_include}")
harp_require (PYBIND11_INCLUDE_DIR "pybind11" PYBIND11_INCLUDE_DIR "pybind11 (2.13 or later: pip install, for ${HARP_PYTHON})")

get_filename_component (harp_python_folder "${harp_python_libraries}" DIRECTORY)
set (HARP_PYTHON_RPATH "${harp_python_folder}")

if (harp_python_folder IN_LIST CMAKE_C_IMPLICIT_LINK_DIRECTORIES OR harp_python_folder IN_LIST CMAKE_CXX_IMPLICIT_LINK_DIRECTORIES)
    set (HARP_PYTHON_RPATH "")
endif()

add_library (harp_python INTERFACE)
target_include_directories (harp_python SYSTEM INTERFACE "${harp_python_include}" "${PYBIND11_INCLUDE_DIR}")
target_link_libraries (harp_python INTERFACE "${harp_python_libraries}")
message (STATUS "Embedding Python ${harp_python_version}: ${harp_python_libraries}")
