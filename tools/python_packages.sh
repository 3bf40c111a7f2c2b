#!/usr/bin/env bash
# Makes .venv where there is none and installs locked files into it: tools/python_packages.sh LOCK
set -euo pipefail
cd "$(dirname "$0")/.."
if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
  "$(tools/find_python.sh)" -m venv --clear .venv
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$1" </dev/null
