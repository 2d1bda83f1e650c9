#!/bin/sh
# run.sh BASE-URL KEY : asks a running server through the PyPI package openai.
#
# The package lies in a virtual environment of its own in the cache, made once. Exits 77 where it
# cannot be made: no python3, no venv, no package index.
set -u
version=3.54.0
here=$(cd "$(dirname "$0")" && pwd)
venv=${XDG_CACHE_HOME:-$HOME/.cache}/conduct/test/openai-$version
if ! [ -f "$venv/ready" ]; then
    rm -rf "$venv"
    python3 -m venv "$venv" >/dev/null 2>&1 || exit 77
    "$venv/bin/pip" install --quiet --disable-pip-version-check "openai==$version" >/dev/null 2>&1 ||
        exit 77
    : >"$venv/ready"
fi
exec "$venv/bin/python" "$here/ask.py" "$@"
