#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# environment.sh UV PYTHON FOLDER REQUIREMENTS: a virtual environment with what a requirements file names.
# uv takes seconds where pip takes more than a minute; where uv does not work, pip does the same.
set -eu

uv=$1
python=$2
folder=$3
requirements=$4

"$python" -m venv "$folder"

if [ ! -x "$uv" ]; then
    # The first environment brings uv for the others.
    wanted=$(sed -n 's/^\(uv[<>=!~,.0-9]*\)$/\1/p' "$requirements")
    [ -z "$wanted" ] || "$folder/bin/python" -m pip install -q --disable-pip-version-check "$wanted" || true
fi

if [ -x "$uv" ] && "$uv" pip install -q --compile-bytecode --python "$folder/bin/python" -r "$requirements"; then
    exit 0
fi

echo "uv did not work here; pip takes over."
"$folder/bin/python" -m pip install -q --disable-pip-version-check -r "$requirements"
