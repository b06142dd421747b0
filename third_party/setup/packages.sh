#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# packages.sh [LIST]: installs the system packages that are missing; where that is not possible it says exactly what to install.
set -eu

list=${1:-"$(dirname "$0")/apt-packages.txt"}
wanted=$(sed -e 's/#.*//' "$list" | awk 'NF { print $1 }')

if ! command -v apt-get >/dev/null 2>&1; then
    # Other systems name their packages differently: say what is needed, and go on when the tools are there.
    echo "This system has no apt-get. HARP needs what these Debian packages hold:" >&2
    sed -e '/^#/d' "$list" >&2
    missing=""
    for tool in cmake g++ ninja pkg-config; do
        command -v "$tool" >/dev/null 2>&1 || missing="$missing $tool"
    done
    [ -z "$missing" ] && exit 0
    echo "Missing now:$missing. Install them, then call make again." >&2
    exit 1
fi

missing=""
for package in $wanted; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

run=""
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1; then
        run=sudo
    else
        echo "Not root and no sudo here. Please install as root, then call make again:" >&2
        echo "    apt-get install$missing" >&2
        exit 1
    fi
fi

echo "Installing system packages:$missing"
$run apt-get update -q >/dev/null
# shellcheck disable=SC2086
$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
