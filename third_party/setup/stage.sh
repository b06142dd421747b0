#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# stage.sh NAME COMMAND...: runs a command and prints how long it took.
name=$1
shift
start=$(date +%s)
echo "== $name"
"$@"
result=$?
echo "== $name: $(( $(date +%s) - start )) s"
exit $result
