#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# install-plugin.sh PYTHON BUNDLE BUILD DESTINATION
#
# Puts HARP.vst3 into a VST3 folder with all that it needs inside: the worker, and a Python environment of its own with the
# bridge and its dependencies. Nothing of the checkout is referred to afterwards. An installed HARP is replaced only when the
# new one is complete.
set -eu

python=$1
bundle=$2
build=$3
destination=$4

new="$destination/.HARP.vst3.new"
resources="$new/Contents/Resources"

mkdir -p "$destination"
rm -rf "$new"
mkdir -p "$new/Contents/Resources/bin"
trap 'rm -rf "$new" "$build/install-wheels"' EXIT
trap 'exit 130' INT TERM

# The built bundle's Resources are links into the build tree: everything else is copied.
for part in "$bundle"/Contents/*; do
    [ "$(basename "$part")" = Resources ] || cp -R "$part" "$new/Contents/"
done

cp "$build/bin/harp_worker" "$resources/bin/"
[ ! -e "$build/bin/libharp_bridge_embedded.so" ] || cp "$build/bin/libharp_bridge_embedded.so" "$resources/bin/"

rm -rf "$build/install-wheels"
.venv/bin/python -m pip wheel -q --no-deps --no-build-isolation --config-settings=build-dir=build/wheel -w "$build/install-wheels" .
"$python" -m venv --copies "$resources/python"
"$resources/python/bin/python" -m pip install -q --disable-pip-version-check "$build"/install-wheels/harp_bridge-*.whl
"$resources/python/bin/python" -m pip uninstall -q -y setuptools pip

# Scripts name the folder in which they were made; the worker needs the interpreter alone.
find "$resources/python/bin" -type f ! -name 'python*' -delete

rm -rf "$destination/HARP.vst3"
mv "$new" "$destination/HARP.vst3"
echo "Installed $destination/HARP.vst3 ($(du -sh "$destination/HARP.vst3" | cut -f1))"
