"""From a paper and its data to HTML and PDF: one template for each kind of paper, whatever city's it is."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML
from weasyprint.document import Document
from weasyprint.urls import URLFetcher

from .codes import qr_image
from .data import PaperData
from .fit import POINT
from .fonts import families, own_fonts, tell_substitutes
from .imposition import Printing, finisher
from .lay import lay
from .plaque import CAPTION, PAGE, Plaque, draw
from .press import End, pressed
from .prose import Prose
from .prose_laid import LaidProse, LaidSign, texts_of
from .prose_lay import LINE, SIGN, lay_prose
from .reading import Shape
from .shapes import Paper
from .wording import Scope

CHECK = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    '<path d="M1.8 5 4.2 7.6 8.4 2" fill="none" stroke="#000" stroke-width="1.5"/></svg>'
)
SEAL_PLACE = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    '<circle cx="50" cy="50" r="49.5" fill="none" stroke="#999" stroke-width=".5" stroke-dasharray="2 2"/></svg>'
)
"""A dashed circle: where the seal is to be pressed."""
TEMPLATES = Path(__file__).parent / "templates"


class OwnFiles(URLFetcher):
    """Loads pictures of our own and the fonts of the folder: nothing in the answers can reach a file or the network."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data", "file"))
        self.fonts = {font.path.as_uri() for font in own_fonts()}

    def fetch(self, url: str, headers: Any = None) -> Any:
        """The content. Raises ValueError for anything else."""
        if not url.startswith("data:") and url not in self.fonts:
            raise ValueError("a paper loads no files but its fonts")
        return super().fetch(url, headers)


def render_paper(paper: Shape, data: PaperData, for_printer: bool = False, mark: str = "") -> bytes:
    """The paper as PDF; the same paper and data give the same bytes on the same machine. May raise NumberMalformed.

    `for_printer`: as the paper's own `print` says, where it says anything; else page by page.
    `mark`: across each page of a form that is no paper yet.
    """
    document = _prose(paper, data) if isinstance(paper, Prose) else _document(render_html(paper, data, mark))
    printing = printing_of(paper) if for_printer else None
    return bytes(document.write_pdf(finisher=finisher(printing) if printing else None))


def printing_of(paper: Shape) -> Printing | None:
    """How the paper goes to the printer, where it does not go page by page."""
    return paper.printing if isinstance(paper, Paper) else None


def render_html(paper: Shape, data: PaperData, mark: str = "") -> str:
    """The paper as the HTML that is printed, stylesheet included; of prose the first printing."""
    if isinstance(paper, Prose):
        return _prose_html(paper, data, lay_prose(paper, data), End())
    if isinstance(paper, Plaque):
        return _plaque_html(paper, data)
    return _form_html(paper, data, mark)


def _document(html: str) -> Document:
    return HTML(string=html, url_fetcher=OwnFiles()).render()


def _form_html(paper: Paper, data: PaperData, mark: str) -> str:
    return _filled(
        "paper.html",
        paper=paper,
        mark=mark,
        laid=lay(paper, data),
        font=families(paper.font),
        filled=families(paper.filled),
        faces="\n".join(font.face for font in own_fonts()),
        check=CHECK,
        code=data.code,
        qr=qr_image(data.code) if data.code else None,
    )


def _prose(paper: Prose, data: PaperData) -> Document:
    laid = lay_prose(paper, data)
    in_fangsong = paper.kind != "list"
    if in_fangsong:
        tell_substitutes(paper.title, texts_of(laid))
    bottom = paper.page.height - paper.page.margins[2]
    return pressed(laid, bottom, lambda laid, end: _document(_prose_html(paper, data, laid, end)), spread=in_fangsong)


def _prose_html(paper: Prose, data: PaperData, laid: LaidProse, end: End) -> str:
    return _filled(
        "prose.html",
        paper=paper,
        laid=laid,
        end=end,
        fonts=_fonts(),
        unit=12.0 if paper.kind == "list" else SIGN,
        # The date ends four signs before the edge, and the place of the seal sticks out on either side of it.
        right=max(0.0, 4 * SIGN * POINT - laid.sign.seal / 2) if laid.sign and laid.sign.seal else 0,
        below=_below(laid.sign),
        place=SEAL_PLACE,
        code=data.code,
        qr=qr_image(data.code) if data.code else None,
    )


def _below(sign: LaidSign | None) -> float:
    """Negative millimetres: 附注 stands on the line below the date, beside the lower half of the seal."""
    if sign is None or sign.seal is None:
        return 0
    lines = max(len(names) for names in sign.rows[-1]) + 1
    return min(0.0, lines * LINE / 2 - sign.seal / 2)


def _plaque_html(plaque: Plaque, data: PaperData) -> str:
    return _filled(
        "plaque.html",
        plaque=plaque,
        drawn=draw(plaque, Scope(data)),
        page=PAGE,
        caption=CAPTION,
        fonts=_fonts(),
        code=data.code,
        qr=qr_image(data.code) if data.code else None,
    )


def _fonts() -> dict[str, str]:
    styles = {"song": "宋体", "hei": "黑体", "kai": "楷体", "fang": "仿宋", "title": "小标宋"}
    faces = "\n".join(font.face for font in own_fonts())
    return {**{name: families(style) for name, style in styles.items()}, "faces": faces}


def _filled(template: str, **names: Any) -> str:
    return _templates().get_template(template).render(**names)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
