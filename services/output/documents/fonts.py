"""The styles of type a paper may ask for, and the families that draw them: what administrators brought, then the free
ones by their names in fontconfig. Where a style has no type of its own another stands in for it, and that is told."""

import logging
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .own_fonts import OwnFont, fonts_in, signs_of

LOG = logging.getLogger(__name__)

# The last two families draw the characters of rare given names where the style's own font has none.
FALLBACK = ("LXGW WenKai", "Noto Sans CJK SC")
STYLES: dict[str, tuple[str, ...]] = {
    "宋体": ("Noto Serif CJK SC",),
    "黑体": ("Noto Sans CJK SC",),
    "楷体": ("LXGW WenKai",),
    # 方正小标宋 may not be handed on; a bolder 宋体 stands in for it.
    "小标宋": ("Noto Serif CJK SC",),
    # No free 仿宋 covers ordinary given names: what it lacks a light 宋体 draws, whose grey is nearest to it.
    "仿宋": ("FandolFang R", "Noto Serif CJK SC"),
}
OPTIONAL = {"FandolFang R"}
NO_FANGSONG = (
    "本机没有仿宋字体，公文正文暂用宋体细体代替；请执行 tools/system_packages.sh run 取得自由的仿宋字体，"
    "或把有授权的仿宋字体放进 FONTS_DIR 指定的文件夹。"
)
_folder: Path | None = None


def use_folder(folder: Path | None) -> None:
    """From here on the fonts of this folder come first, each for the style its name says."""
    global _folder
    _folder = folder


def own_fonts() -> tuple[OwnFont, ...]:
    """The fonts administrators brought."""
    return fonts_in(_folder) if _folder else ()


def families(style: str) -> str:
    """The CSS font-family list of a style; raises KeyError for an unknown style."""
    own = [font.family for font in own_fonts() if font.style == style]
    return ", ".join(f'"{name}"' for name in dict.fromkeys((*own, *STYLES[style], *FALLBACK))) + ", serif"


@cache
def installed() -> frozenset[str]:
    """Every family name fontconfig knows, its translations included; empty where fontconfig is missing."""
    return frozenset(name.strip() for line in _listed("family") for name in line.split(","))


def fonts_missing() -> str | None:
    """Sentences that name what papers need and this machine lacks, or None."""
    needed = dict.fromkeys([name for names in STYLES.values() for name in names] + list(FALLBACK))
    missing = [name for name in needed if name not in OPTIONAL and name not in installed()]
    told = []
    if missing:
        told.append(
            f"缺少字体：{'、'.join(missing)}；请安装 fonts-noto-cjk、fonts-noto-cjk-extra 和 fonts-lxgw-wenkai，"
            "否则打印件的字形会走样。"
        )
    if fangsong() is None:
        told.append(NO_FANGSONG)
    return "".join(told) or None


def fangsong() -> frozenset[int] | None:
    """The signs that a 仿宋 of this machine draws, or None where it has no 仿宋."""
    signs = [font.signs for font in own_fonts() if font.style == "仿宋"]
    if installed() >= OPTIONAL:
        signs.append(_free_fangsong())
    return frozenset().union(*signs) if signs else None


def tell_substitutes(title: str, text: Iterable[str]) -> None:
    """Tell the log what is drawn by a stand-in on a paper in 仿宋: all of it, or these signs."""
    drawn = fangsong()
    if drawn is None:
        LOG.warning("《%s》：%s", title, NO_FANGSONG)
        return
    lacking = "".join(sorted({sign for line in text for sign in line if ord(sign) > 0x2E80 and ord(sign) not in drawn}))
    if lacking:
        LOG.warning("《%s》：仿宋字体没有“%s”，用宋体细体代替。", title, lacking)


@cache
def _free_fangsong() -> frozenset[int]:
    files = [line.partition(":")[0] for line in _listed("file", "FandolFang R")]
    return signs_of(Path(files[0])) if files else frozenset()


def _listed(field: str, pattern: str = "") -> list[str]:
    try:
        command = ["fc-list", pattern or ":", field]
        found = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return found.stdout.splitlines()
