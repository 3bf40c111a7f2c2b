"""Draws the pictures of docs/pictures from the diagrams, in a Chromium without a window: `make pictures`.

Every city's procedure, every shared block, every step of the tutorial. A picture carries the SHA-256 of what is seen of
its diagram, so that what has not changed is left alone, and a test sees without a browser which picture is stale.
Usage: python tools/diagram_pictures.py [blocks|cities|tutorial ...]; --all draws also what is fresh.
"""

import hashlib
import io
import shutil
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, PngImagePlugin
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
VIEWER = ROOT / "node_modules" / "bpmn-js" / "dist"
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WIDEST, LARGEST, COLOURS = 3200, 250_000, 16
MARGIN, FOOT = 20, 60  # FOOT: pixels below the drawing for the mark of bpmn.io, which covers nothing there
DIGEST = "diagram"
DRAWN = ("/MODEL", "/DI", "/DC")  # ends of the namespaces of BPMN and of its drawing
SILENT = {"documentation", "extensionElements", "conditionExpression", "completionCondition"}

SHOW = """async xml => {
  window.viewer = new BpmnJS({container: '#canvas'});
  await viewer.importXML(xml);
  const {x, y, width, height} = viewer.get('canvas').viewbox().inner;
  return [x, y, width, height];
}"""
FIT = """([wide, high, x, y, width, height]) => {
  const place = document.getElementById('canvas');
  place.style.width = wide + 'px';
  place.style.height = high + 'px';
  const canvas = viewer.get('canvas');
  canvas.resized();
  canvas.viewbox({x, y, width, height});
}"""


def pictures(*kinds: str) -> Iterator[tuple[Path, Path]]:
    """Diagram and picture, for the kinds named or for all."""
    wanted = set(kinds) or {"cities", "blocks", "tutorial"}
    if "cities" in wanted:
        for diagram in sorted(ROOT.glob("processes/*/procedure.bpmn")):
            yield diagram, PICTURES / f"{diagram.parent.name}.png"
    if "blocks" in wanted:
        for diagram in sorted(ROOT.glob("processes/shared/*.bpmn")):
            yield diagram, PICTURES / "blocks" / f"{diagram.stem}.png"
    if "tutorial" in wanted:
        for diagram in sorted(ROOT.glob("docs/tutorial/*/procedure.bpmn")):
            yield diagram, PICTURES / "tutorial" / f"{diagram.parent.name}.png"


def is_fresh(diagram: Path, picture: Path) -> bool:
    """Whether the picture was drawn from the diagram as it is."""
    if not picture.is_file():
        return False
    with Image.open(picture) as drawn:
        return drawn.info.get(DIGEST) == digest_of(diagram)


def digest_of(diagram: Path) -> str:
    """SHA-256 of the drawing: shapes, lines and names. Expressions and documentation are not seen."""
    seen = hashlib.sha256()
    for node in ET.parse(diagram).iter():
        space, _, tag = node.tag.partition("}")
        if space.endswith("/MODEL") and tag in SILENT:
            continue
        if space.endswith(DRAWN):
            seen.update(repr((tag, sorted(node.attrib.items()))).encode())
    return seen.hexdigest()


def draw(page: Page, diagram: Path, picture: Path) -> int:
    """One picture, not wider than WIDEST and not larger than LARGEST bytes; returns its size."""
    page.set_content('<body style="margin:0"><div id="canvas" style="width:1600px;height:1000px"></div></body>')
    page.add_script_tag(path=VIEWER / "bpmn-viewer.production.min.js")
    for sheet in ("diagram-js.css", "bpmn-js.css"):
        page.add_style_tag(path=VIEWER / "assets" / sheet)
    x, y, width, height = page.evaluate(SHOW, diagram.read_text(encoding="utf-8"))
    x, y, width, height = x - MARGIN, y - MARGIN, width + 2 * MARGIN, height + MARGIN
    scale = min(1.0, WIDEST / width)
    while True:
        wide, high = int(width * scale), int(height * scale) + FOOT
        page.set_viewport_size({"width": wide, "height": high})
        page.evaluate(FIT, [wide, high, x, y, width, height + FOOT / scale])
        content = _packed(page.screenshot(), digest_of(diagram))
        if len(content) <= LARGEST:
            break
        scale *= 0.85
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(content)
    return len(content)


def _packed(screenshot: bytes, digest: str) -> bytes:
    """The picture with few colours: a diagram is black on white."""
    note = PngImagePlugin.PngInfo()
    note.add_text(DIGEST, digest)
    packed = io.BytesIO()
    with Image.open(io.BytesIO(screenshot)) as full:
        full.convert("RGB").quantize(COLOURS).save(packed, "PNG", optimize=True, pnginfo=note)
    return packed.getvalue()


def main(words: list[str]) -> None:
    """Draw what is stale."""
    kinds = [word for word in words if not word.startswith("-")]
    stale = [(d, p) for d, p in pictures(*kinds) if "--all" in words or not is_fresh(d, p)]
    if not stale:
        print("流程图的图片都是最新的。")
        return
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        page = chromium.new_page()
        for diagram, picture in stale:
            print(f"{picture.relative_to(ROOT)}  {draw(page, diagram, picture) // 1000} kB")
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1:])
