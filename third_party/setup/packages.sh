#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# packages.sh [LIST [PACKAGE...]]: installs the system packages of a list that are missing, or just those that are named of them;
# where that is not possible it says exactly what the list needs.
set -eu

list=${1:-"$(dirname "$0")/apt-packages.txt"}
[ $# -eq 0 ] || shift
wanted=$(sed -e 's/#.*//' "$list" | awk 'NF { print $1 }')

if ! command -v apt-get >/dev/null 2>&1; then
    # Other systems name their packages differently: say what is needed, once, and go on when the tools are there.
    [ $# -eq 0 ] || exit 0
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

missing_of() {
    for package; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || printf ' %s' "$package"
    done
}

# shellcheck disable=SC2086
missing=$(missing_of $wanted)
now=$missing
[ $# -eq 0 ] || now=$(missing_of "$@")
[ -z "$now" ] && exit 0

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

echo "Installing system packages:$now"
$run apt-get update -q >/dev/null
# shellcheck disable=SC2086
$run env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $now >/dev/null
