#!/usr/bin/env bash
# Prints the interpreter that can make our virtual environment: the first of these that is 3.11 or newer.
set -euo pipefail
for name in ${PYTHON:-} python3.11 python3.12 python3.13 python3; do
  if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    command -v "$name"
    exit 0
  fi
done
echo "没有找到 Python 3.11 或更高版本，请先安装。" >&2
exit 1
