#!/bin/sh
# A whole launcher, as it is judged by what it hands on: it adds a variable of its own, and starts the
# client with everything else as it came.
#
# Judge it with:  pytest --target=exec:examples/launcher.sh

export OUR_LAUNCHER=2
exec claude "$@"
