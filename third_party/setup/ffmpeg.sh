#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# ffmpeg.sh FOLDER: gives FOLDER/bin/ffmpeg and ffprobe where the system has none, from Debian's own packages.
# They are unpacked, not installed: needs no root and changes nothing for other programs. Where that does not work it says
# so and leaves it at that; `make bench` then has nothing to say about servers with ffmpeg.
set -eu

folder=$1
name=${0##*/}

if command -v ffmpeg >/dev/null 2>&1 && command -v ffprobe >/dev/null 2>&1; then
    exit 0
fi
[ ! -x "$folder/bin/ffprobe" ] || exit 0

give_up() {
    echo "$name: $1. Install ffmpeg, or name its folder: HARP_FFMPEG=/path make bench" >&2
    exit 0
}

command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || give_up "there is no apt-get here"

rm -rf "$folder"
mkdir -p "$folder/packages" "$folder/bin"
folder=$(cd "$folder" && pwd)

# What an installation would bring that is not here yet.
wanted=$(apt-get install -s --no-install-recommends ffmpeg 2>/dev/null | awk '/^Inst / { print $2 }')
[ -n "$wanted" ] || give_up "apt-get knows no ffmpeg (apt-get update may help)"

echo "Unpacking ffmpeg into $folder, for the benchmarks alone"
# shellcheck disable=SC2086
(cd "$folder/packages" && apt-get download -q $wanted >/dev/null 2>"$folder/log") || give_up "downloading failed, see $folder/log"
for package in "$folder"/packages/*.deb; do
    dpkg-deb -x "$package" "$folder/root"
done
rm -rf "$folder/packages"

libraries=$(find "$folder/root" -name '*.so*' -exec dirname {} + | sort -u | tr '\n' ':')
for tool in ffmpeg ffprobe; do
    cat >"$folder/$tool" <<SCRIPT
#!/bin/sh
LD_LIBRARY_PATH='${libraries%:}' exec '$folder/root/usr/bin/$tool' "\$@"
SCRIPT
    chmod +x "$folder/$tool"
    "$folder/$tool" -version >/dev/null 2>>"$folder/log" || give_up "the unpacked $tool does not run, see $folder/log"
done
# Last, so that a half-finished folder is not taken for a whole one.
mv "$folder/ffmpeg" "$folder/ffprobe" "$folder/bin/"
