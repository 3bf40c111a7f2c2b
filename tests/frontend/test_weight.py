"""A page stays light: what it loads before any island is at most 150 KiB of script and style, compressed."""

import gzip
import json
from pathlib import Path

from tests.needs import lacking

DIST = Path(__file__).resolve().parents[2] / "app" / "static" / "dist"
LIMIT = 150 * 1024


def test_every_page_loads_at_most_150_kib_of_script_and_style() -> None:
    if not (DIST / "manifest.json").exists():
        lacking("前端尚未构建（npm ci && npm run build）")
    manifest = json.loads((DIST / "manifest.json").read_bytes())

    files, waiting = set(), ["app/islands/site.js"]
    while waiting:
        entry = manifest[waiting.pop()]
        files |= {entry["file"], *entry.get("css", [])}
        waiting += entry.get("imports", [])
    weight = sum(len(gzip.compress((DIST / file).read_bytes(), 9)) for file in files)

    assert weight <= LIMIT, f"{weight / 1024:.1f} KiB: {sorted(files)}"
