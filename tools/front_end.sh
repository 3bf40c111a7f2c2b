#!/usr/bin/env bash
# Bundles the browser side into app/static/dist. Takes Node from PATH where vite can run on it, else the pinned one.
set -euo pipefail
cd "$(dirname "$0")/.."

fits='const [a, b] = process.versions.node.split(".").map(Number);
      process.exit((a === 20 && b >= 19) || (a === 22 && b >= 12) || a > 22 ? 0 : 1)'
if ! { command -v node && command -v npm && node -e "$fits"; } >/dev/null 2>&1; then
  tools/python_packages.sh tools/node.txt
  PATH="$PWD/.venv/bin:$PATH"
  export PATH
fi
export CI=true
npm ci --no-audit --no-fund --loglevel=error </dev/null
npm run --silent build </dev/null
