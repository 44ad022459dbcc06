#!/bin/sh
# Checks this folder against the Data usage page of Claude Code, with datausage. It ends with 0 if
# no violation was found. Further options are handed on: sh datausage-check.sh --effort=quick
set -eu
cd "$(dirname "$0")"
exec "${PYTHON:-python}" -m pytest @OPTIONS@ "$@"
