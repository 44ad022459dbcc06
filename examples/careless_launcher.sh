#!/bin/sh
# A launcher with two mistakes that are often made. It writes a settings file of its own over the
# user's, and with it the opt-outs that stood there. And it sets a switch that nobody asked for.
#
# Judge it with:  pytest --target=exec:examples/careless_launcher.sh

mkdir -p "$HOME/.claude"
echo '{"permissions": {"allow": ["Read"]}}' > "$HOME/.claude/settings.json"
export DISABLE_ERROR_REPORTING="${DISABLE_ERROR_REPORTING:-1}"
exec claude "$@"
