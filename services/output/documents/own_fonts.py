"""Fonts that administrators bring in a folder: licensed 仿宋, 小标宋 … that we may not hand on."""

import logging
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

LOG = logging.getLogger(__name__)

KINDS = {".ttf", ".otf"}
# In this order: 小标宋 and 仿宋 are 宋 too.
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("小标宋", ("小标宋", "xiaobiaosong", "xbsong")),
    ("仿宋", ("仿宋", "fangsong", "fsong", "fang song", "fandolfang")),
    ("楷体", ("楷", "kai")),
    ("黑体", ("黑", "hei")),
    ("宋体", ("宋", "song", "simsun")),
)
WEIGHTS = {"小标宋": 600, "仿宋": 300}
"""The weight the papers ask these styles for; so that nothing is made bolder than it was cast."""
FAMILY_NAMES = (1, 4, 16)
"""Entries of the table `name`: family, full name, typographic family."""


@dataclass(frozen=True)
class OwnFont:
    """A font of the folder: the style it is for, the family it is known by on papers, the signs it draws."""

    style: str
    path: Path
    signs: frozenset[int] = field(repr=False)

    @property
    def family(self) -> str:
        """A name no installed font has."""
        return f"{self.style} {self.path.stem}"

    @property
    def face(self) -> str:
        """The rule that makes the family known to a paper."""
        weight = WEIGHTS.get(self.style, 400)
        return f'@font-face {{ font-family: "{self.family}"; src: url("{self.path.as_uri()}"); font-weight: {weight} }}'


@cache
def fonts_in(folder: Path) -> tuple[OwnFont, ...]:
    """The fonts of a folder whose names tell their style; the others are told to the log and left out."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in KINDS) if folder.is_dir() else []
    found = []
    for path in files:
        style = style_of(path)
        if style is None:
            LOG.warning("字体文件 %s 没有使用：读不懂，或看不出是仿宋、小标宋、楷体、黑体还是宋体。", path.name)
        else:
            found.append(OwnFont(style, path.resolve(), signs_of(path)))
    return tuple(found)


def style_of(path: Path) -> str | None:
    """The style that the font's own names say, or else the file's name."""
    try:
        with TTFont(path, lazy=True) as font:
            names = [entry.toUnicode() for entry in font["name"].names if entry.nameID in FAMILY_NAMES]
    except (TTLibError, OSError, KeyError, UnicodeDecodeError):
        return None
    told = " ".join([*names, path.stem]).lower()
    return next((style for style, words in WORDS if any(word in told for word in words)), None)


def signs_of(path: Path) -> frozenset[int]:
    """The code points a font has signs for; none where it cannot be read."""
    try:
        with TTFont(path, lazy=True) as font:
            return frozenset(font.getBestCmap() or ())
    except (TTLibError, OSError, KeyError):
        return frozenset()
