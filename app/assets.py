"""Where the built scripts and styles lie: vite's manifest, read once a build, behind one name per file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request, url_for

DIST = Path(__file__).parent / "static" / "dist"
_FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Give the templates `asset("site.js")`, and let browsers keep what carries its digest in its name."""
    app.jinja_env.globals.update(asset=asset)
    app.after_request(_keep)


def asset(name: str) -> str:
    """The URL of an island's script or style: `site.js`, `site.css`, `diagram.js`, `diagram.css`.

    Before the first build it is a name that does not exist: pages work without script, and tests need no Node.
    """
    return url_for("static", filename=f"dist/{_file(name)}")


def _file(name: str) -> str:
    island, _, kind = name.rpartition(".")
    entry = _manifest().get(f"app/islands/{island}.js")
    if entry is None:
        return f"not-built/{name}"
    return entry["file"] if kind == "js" else next(_styles(entry), f"not-built/{name}")


def _styles(entry: dict[str, Any]) -> Iterator[str]:
    """An island's own styles, then those of the chunks that it shares with others: vite moves them there."""
    yield from entry.get("css", [])
    for shared in entry.get("imports", []):
        yield from _styles(_manifest()[shared])


def _manifest() -> dict[str, Any]:
    path = DIST / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=2)
def _read(path: Path, _built_at: int) -> dict[str, Any]:
    """The manifest of one build; a new build is noticed by its time, so that no server must be started again."""
    read: dict[str, Any] = json.loads(path.read_bytes())
    return read


def _keep(response: Response) -> Response:
    if request.path.startswith("/static/dist/assets/") and response.status_code == 200:
        response.headers["Cache-Control"] = _FOREVER
    return response
