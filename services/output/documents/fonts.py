"""The styles of type a paper may ask for, and the families that draw them, by their names in fontconfig."""

import subprocess
from functools import cache

# The last two families draw the characters of rare given names where the style's own font has none.
FALLBACK = ("LXGW WenKai", "Noto Sans CJK SC")
STYLES: dict[str, tuple[str, ...]] = {
    "宋体": ("Noto Serif CJK SC",),
    "黑体": ("Noto Sans CJK SC",),
    "楷体": ("LXGW WenKai",),
    # 方正小标宋 may not be handed on; a bolder 宋体 stands in for it.
    "小标宋": ("Noto Serif CJK SC",),
    # No free 仿宋 covers ordinary given names, so an even grey comes before the historical shape.
    "仿宋": ("FandolFang R", "Noto Serif CJK SC"),
}
OPTIONAL = {"FandolFang R"}


def families(style: str) -> str:
    """The CSS font-family list of a style; raises KeyError for an unknown style."""
    return ", ".join(f'"{name}"' for name in dict.fromkeys(STYLES[style] + FALLBACK)) + ", serif"


@cache
def installed() -> frozenset[str]:
    """Every family name fontconfig knows, its translations included; empty where fontconfig is missing."""
    try:
        listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(name.strip() for line in listed.stdout.splitlines() for name in line.split(","))


def fonts_missing() -> str | None:
    """One Chinese sentence naming the families that papers need and this machine lacks, or None."""
    needed = dict.fromkeys([name for names in STYLES.values() for name in names] + list(FALLBACK))
    missing = [name for name in needed if name not in OPTIONAL and name not in installed()]
    if not missing:
        return None
    return (
        f"缺少字体：{'、'.join(missing)}；请安装 fonts-noto-cjk、fonts-noto-cjk-extra 和 fonts-lxgw-wenkai，"
        "否则打印件的字形会走样。"
    )
