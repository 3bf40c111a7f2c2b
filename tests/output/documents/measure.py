"""Measuring a printed page in millimetres: where there is ink, of which colour, line by line."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

DPI = 254
"""Ten pixels a millimetre: what is measured here is exact to a tenth."""


@dataclass(frozen=True)
class Box:
    """A rectangle of ink, in mm from the upper left corner of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Its middle across."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Sheet:
    """A page as a picture. `black`, `red` and `grey` are masks of the ink of that colour."""

    picture: Image.Image
    scale: float = DPI / 25.4

    def ink(self, colour: str) -> Image.Image:
        """255 where the ink is of the colour."""
        red, green, blue = self.picture.split()
        if colour == "red":
            return ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(lambda v: 255 * (v > 80))
        low, high = {"black": (0, 110), "grey": (130, 215)}[colour]
        plain = ImageChops.subtract(ImageChops.lighter(red, blue), ImageChops.darker(red, blue))
        shade = green.point(lambda v: 255 * (low <= v <= high))
        return ImageChops.darker(shade, plain.point(lambda v: 255 * (v < 40)))

    def box(self, colour: str, top: float = 0, bottom: float = 999, left: float = 0, right: float = 999) -> Box:
        """What surrounds all ink of the colour between these edges; an AssertionError where there is none."""
        width, height = self.picture.size
        edges = (left, top, min(right, width / self.scale), min(bottom, height / self.scale))
        x0, y0, x1, y1 = (round(edge * self.scale) for edge in edges)
        found = self.ink(colour).crop((x0, y0, x1, y1)).getbbox()
        assert found, f"no {colour} ink in {edges}"
        sides = zip(found, (x0, y0, x0, y0), strict=True)
        return Box(*((side + start) / self.scale for side, start in sides))

    def bands(self, colour: str = "black", top: float = 0, bottom: float = 999, gap: float = 1.0) -> list[Box]:
        """The lines of ink from top to bottom: rows with ink, joined where less than `gap` mm lie between them."""
        mask = self.ink(colour)
        width, height = mask.size
        first, last = round(top * self.scale), min(height, round(bottom * self.scale))
        rows = mask.crop((0, first, width, last)).resize((1, last - first), Image.Resampling.BOX).tobytes()
        spans: list[list[int]] = []
        for at, value in enumerate(rows, first):
            if not value and not mask.crop((0, at, width, at + 1)).getbbox():
                continue
            if spans and at - spans[-1][1] <= gap * self.scale:
                spans[-1][1] = at
            else:
                spans.append([at, at])
        return [self.box(colour, start / self.scale, (end + 1) / self.scale) for start, end in spans]


def sheets(pdf: bytes, folder: Path, dpi: int = DPI) -> list[Sheet]:
    """Every page of a PDF as a picture."""
    file = folder / "measured.pdf"
    file.write_bytes(pdf)
    for old in folder.glob("measured-*.ppm"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", str(dpi), file, folder / "measured"], check=True)
    pictures = [Image.open(page).convert("RGB") for page in sorted(folder.glob("measured-*.ppm"))]
    return [Sheet(picture, dpi / 25.4) for picture in pictures]


def lines_of(pdf: bytes, folder: Path) -> list[list[str]]:
    """The lines of text of each page, as a reader of the file finds them."""
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in text.split("\f")[:-1]]
