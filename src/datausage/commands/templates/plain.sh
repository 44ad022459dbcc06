#!/bin/sh
# Checks this folder against the Data usage page of Claude Code, with datausage. It ends with 0 if
# no violation was found. Further options are handed on: sh datausage-check.sh --effort=quick
#
# It takes the Python that PYTHON names, else that of .venv, else the one of the path.
set -eu
cd "$(dirname "$0")"
has_it() { "$1" -c 'import datausage.plugin' 2>/dev/null; }
python=${PYTHON:-}
for found in .venv/bin/python python python3; do
  if [ -z "$python" ] && has_it "$found"; then python=$found; fi
done
if [ -z "$python" ] || ! has_it "$python"; then
  echo "datausage is not installed for ${python:-any Python here}." >&2
  echo "Activate the environment that has it, or name its Python: PYTHON=... sh $0" >&2
  exit 4
fi
exec "$python" -m pytest @OPTIONS@ "$@"
