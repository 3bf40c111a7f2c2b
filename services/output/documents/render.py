"""From a paper and its data to HTML and PDF: one template for every paper of every city."""

from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from .codes import qr_image
from .data import PaperData
from .fonts import families
from .lay import lay
from .shapes import Paper

CHECK = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    '<path d="M1.8 5 4.2 7.6 8.4 2" fill="none" stroke="#000" stroke-width="1.5"/></svg>'
)
TEMPLATES = Path(__file__).parent / "templates"


def render_paper(paper: Paper, data: PaperData) -> bytes:
    """The paper as PDF; the same paper and data give the same bytes on the same machine."""
    # Only the code's own picture is ever loaded: nothing in the answers can reach a file or the network.
    fetcher = URLFetcher(allowed_protocols=("data",))
    return bytes(HTML(string=render_html(paper, data), url_fetcher=fetcher).write_pdf())


def render_html(paper: Paper, data: PaperData) -> str:
    """The paper as the HTML that is printed, stylesheet included."""
    template = _templates().get_template("paper.html")
    return template.render(
        paper=paper,
        laid=lay(paper, data),
        font=families(paper.font),
        filled=families(paper.filled),
        check=CHECK,
        code=data.code,
        qr=qr_image(data.code) if data.code else None,
    )


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
