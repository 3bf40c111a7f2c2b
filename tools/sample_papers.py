"""Makes docs/samples: finished papers as PDF, a picture of each, one as a spreadsheet, and the page that lists them.

The data are invented and stand with the tests. A picture carries the SHA-256 of what its paper is printed from and of
the PDF beside it, so that what has not changed is left alone, and a test sees without printing which paper is stale.
Usage: python tools/sample_papers.py; --all prints also what is fresh.
"""

import hashlib
import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from services.output.documents import Shape, parse_paper, render_html, render_paper, render_sheet  # noqa: E402
from services.output.documents.fonts import own_fonts  # noqa: E402
from tests.output.documents.finished import Finished, finished  # noqa: E402

FOLDER = ROOT / "docs" / "samples"
SOURCE, PRINT = "paper", "pdf"
DPI, PAGES, GAP, COLOURS = 55, 4, 12, 32  # PAGES: a picture shows so many of the first
WIDEST = 2000
PAGE_HEAD = """# 办成的文书

这些文书由系统按各市办法包里的版面（`forms/`）排印，内容是测试用的虚构数据，单位、人员和文号都不是真的。
本页和文件由 `make samples` 写成，不要手改。

| 文书 | 样子 |
|---|---|
"""


def shape_of(one: Finished) -> Shape:
    """The description of the paper."""
    return parse_paper((ROOT / "forms" / f"{one.path}.paper.yaml").read_bytes())


def digest_of(one: Finished) -> str:
    """SHA-256 of what is given to the printer: words, sizes and places."""
    asked = f"{one.booklet}{one.sheet}{render_html(shape_of(one), one.data)}"
    return hashlib.sha256(asked.encode()).hexdigest()


def is_fresh(name: str, one: Finished) -> bool:
    """Whether picture and PDF belong together and were made from the paper as it is."""
    picture, pdf = FOLDER / f"{name}.png", FOLDER / f"{name}.pdf"
    if not (picture.is_file() and pdf.is_file()):
        return False
    with Image.open(picture) as drawn:
        made_from, printed = drawn.info.get(SOURCE), drawn.info.get(PRINT)
    return (made_from, printed) == (digest_of(one), hashlib.sha256(pdf.read_bytes()).hexdigest())


def page() -> str:
    """docs/samples/README.md."""
    return PAGE_HEAD + "".join(_row(name, one) for name, one in finished().items())


def _row(name: str, one: Finished) -> str:
    files = f"[PDF]({name}.pdf)" + (f" · [电子表格]({name}.xlsx)" if one.sheet else "")
    return f"| {one.told}<br>{files} | [![{one.told}]({name}.png)]({name}.pdf) |\n"


def make(name: str, one: Finished) -> None:
    """PDF, picture and spreadsheet of one paper."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    pdf = _small(render_paper(shape_of(one), one.data, for_printer=one.booklet))
    (FOLDER / f"{name}.pdf").write_bytes(pdf)
    (FOLDER / f"{name}.png").write_bytes(_picture(pdf, digest_of(one)))
    if one.sheet:
        (FOLDER / f"{name}.xlsx").write_bytes(render_sheet(shape_of(one), one.data))


def _small(pdf: bytes) -> bytes:
    """The same pages with no more of each font than they need, and without the hour they were made at."""
    with tempfile.TemporaryDirectory() as folder:
        whole, small = Path(folder, "whole.pdf"), Path(folder, "small.pdf")
        whole.write_bytes(pdf)
        subprocess.run(["pdftocairo", "-pdf", whole, small], check=True)
        writer = PdfWriter(clone_from=small)
    wishes = PdfReader(io.BytesIO(pdf)).root_object.get("/ViewerPreferences")
    if wishes is not None:
        writer.root_object[NameObject("/ViewerPreferences")] = wishes.clone(writer)
    writer.metadata = None
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def _picture(pdf: bytes, digest: str) -> bytes:
    """The first pages, beside and below one another."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "paper.pdf")
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(DPI), "-l", str(PAGES), "-png", file, Path(folder, "page")], check=True)
        pages = [Image.open(one).convert("RGB") for one in sorted(Path(folder).glob("page*.png"))]
    whole = _side_by_side(pages)
    note = PngImagePlugin.PngInfo()
    note.add_text(SOURCE, digest)
    note.add_text(PRINT, hashlib.sha256(pdf).hexdigest())
    packed = io.BytesIO()
    whole.quantize(COLOURS).save(packed, "PNG", optimize=True, pnginfo=note)
    return packed.getvalue()


def _side_by_side(pages: list[Image.Image]) -> Image.Image:
    across = max(1, min(len(pages), WIDEST // (pages[0].width + GAP)))
    down = -(-len(pages) // across)
    wide, high = (max(one.width for one in pages) + GAP, max(one.height for one in pages) + GAP)
    whole = Image.new("RGB", (across * wide + GAP, down * high + GAP), "#d9dde3")
    for at, one in enumerate(pages):
        whole.paste(one, (at % across * wide + GAP, at // across * high + GAP))
    return whole


def main(words: list[str]) -> None:
    """Print what is stale."""
    if own_fonts():
        sys.exit("样例只用随系统安装的字体排印，请先取消字体目录的设置。")
    stale = {name: one for name, one in finished().items() if "--all" in words or not is_fresh(name, one)}
    for name, one in stale.items():
        make(name, one)
        print(f"docs/samples/{name}.pdf  {(FOLDER / f'{name}.pdf').stat().st_size // 1000} kB")
    (FOLDER / "README.md").write_text(page(), encoding="utf-8")
    if not stale:
        print("文书样例都是最新的。")


if __name__ == "__main__":
    main(sys.argv[1:])
