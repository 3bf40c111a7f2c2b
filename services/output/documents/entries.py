"""Reading entries of a paper's YAML: what is wrong is noted with its place and replaced, so that one pass finds all."""

from collections.abc import Callable
from typing import Any, TypeGuard

from services.foundation.errors import Invalid
from services.process.rules.feel import Expression, FeelError, compile_expression
from services.process.rules.feel.functions import BUILTINS

from .fonts import STYLES
from .shapes import Page, Source
from .wording import PAPER_FUNCTIONS, Names, Wording, WordingBroken, pieces

SHEETS = {"A4": (210.0, 297.0), "A3": (297.0, 420.0)}


class PaperRefused(Invalid):
    """The paper's description cannot be printed; `problems` holds every reason, one Chinese sentence each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("纸质表样有误：" + "；".join(problems) + "。")


class Entries:
    """What every kind of paper reads: texts, numbers, lists, sources of values, words with values between them."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def page(self, raw: Any, margins: tuple[float, float, float, float] = (18, 18, 18, 18)) -> Page:
        """The sheet; `margins` stand where the paper names none."""
        entry = self.mapping(raw, "page", {"size", "landscape", "margins"})
        size = entry.get("size", "A4")
        if size not in SHEETS:
            self.wrong("page.size", f"纸张只能是{'、'.join(SHEETS)}")
        width, height = SHEETS.get(size, SHEETS["A4"])
        sides = entry.get("margins", list(margins))
        if not (isinstance(sides, list) and len(sides) == 4 and all(map(positive, sides))):
            self.wrong("page.margins", "应是上、右、下、左四个毫米数")
            sides = list(margins)
        turned = (height, width) if entry.get("landscape") else (width, height)
        return Page(*turned, margins=(sides[0], sides[1], sides[2], sides[3]))

    def source(self, raw: Any, where: str) -> Source:
        """A path, or FEEL behind a leading =."""
        if isinstance(raw, str) and raw.startswith("="):
            return Source(raw, self.feel(raw[1:], where))
        if not (isinstance(raw, str) and all(name.isidentifier() for name in raw.split("."))):
            self.wrong(where, "应是填报项的路径，或以 = 开头的表达式")
        return Source(str(raw))

    def feel(self, text: str, where: str) -> Expression | None:
        """A FEEL expression; one that asks the house for the time or for people would print differently later."""
        try:
            expression = compile_expression(text)
        except FeelError as fault:
            self.wrong(where, f"表达式有误：{fault}")
            return None
        if strange := [name for name in expression.functions if name not in BUILTINS and name not in PAPER_FUNCTIONS]:
            self.wrong(where, f"文书里不能用函数 {'、'.join(strange)}")
        return expression

    def wording(self, entry: dict[str, Any], key: str, where: str, default: str | None = None) -> Wording:
        """Words with FEEL in braces; without a default they must not be missing."""
        return self.words(self.text(entry, key, where, default), f"{where}.{key}")

    def words(self, raw: Any, where: str) -> Wording:
        """The same, from a text at hand."""
        if not isinstance(raw, str):
            self.wrong(where, "应写文字")
            return Wording(())
        try:
            found = pieces(raw.strip("\n"))
        except WordingBroken as broken:
            self.wrong(where, str(broken))
            return Wording(())
        return Wording(tuple(Source(text, self.feel(text, where)) if feel else text for feel, text in found))

    def names(self, entry: dict[str, Any], key: str, where: str) -> Names:
        """One organ, several, or FEEL that yields their names."""
        found = entry.get(key)
        if isinstance(found, str) and found.startswith("="):
            return self.source(found, f"{where}.{key}")
        given = [found] if isinstance(found, str) else found
        return tuple(self.each(given, f"{where}.{key}", self.words, required=True))

    def pairs(self, raw: Any, where: str) -> tuple[tuple[str, str], ...]:
        """Two texts each."""
        if not isinstance(raw, dict) or not all(isinstance(text, str) for pair in raw.items() for text in pair):
            self.wrong(where, "应是“值: 印出的文字”的对照表")
            return ()
        return tuple(raw.items())

    def mapping(self, raw: Any, where: str, keys: set[str]) -> dict[str, Any]:
        """A mapping that holds no key but these."""
        if not isinstance(raw, dict):
            self.wrong(where, "应是一组“键: 值”")
            return {}
        if unknown := [str(key) for key in raw if key not in keys]:
            self.wrong(where, f"有不认识的键 {'、'.join(unknown)}")
        return raw

    def each(self, raw: Any, where: str, read: Callable[[Any, str], Any], required: bool = False) -> list[Any]:
        """A list, its entries read one by one."""
        if not isinstance(raw, list) or (required and not raw):
            self.wrong(where, "应是一个不空的列表" if required else "应是一个列表")
            return []
        return [read(entry, f"{where}[{number}]") for number, entry in enumerate(raw)]

    def text(self, entry: dict[str, Any], key: str, where: str, default: str | None = None) -> str:
        """A text; without a default it must not be missing."""
        found = entry.get(key, default)
        if not isinstance(found, str) or (default is None and not found):
            self.wrong(f"{where}.{key}", "应写文字")
            return ""
        return found

    def one_of(self, entry: dict[str, Any], key: str, where: str, allowed: tuple[str, ...], default: str) -> str:
        """One of the allowed words."""
        found = entry.get(key, default)
        if found not in allowed:
            self.wrong(f"{where}.{key}", f"只能是{'、'.join(allowed)}")
            return default
        return str(found)

    def number(self, entry: dict[str, Any], key: str, where: str, default: float | None = None) -> float:
        """A number above zero."""
        found = entry.get(key, default)
        if not positive(found):
            self.wrong(f"{where}.{key}", "应是大于零的数")
        return float(found) if positive(found) else 1.0

    def count(self, entry: dict[str, Any], key: str, where: str, default: int) -> int:
        """A whole number above zero."""
        found = self.number(entry, key, where, default)
        if found != int(found):
            self.wrong(f"{where}.{key}", "应是整数")
        return max(1, int(found))

    def style(self, entry: dict[str, Any], key: str, default: str) -> str:
        """A style of type."""
        found = entry.get(key, default)
        if found not in STYLES:
            self.wrong(key, f"字体只能是{'、'.join(STYLES)}")
            return default
        return str(found)

    def wrong(self, where: str, reason: str) -> None:
        """Note a fault."""
        self.problems.append(f"{where}：{reason}")


def positive(found: Any) -> TypeGuard[float]:
    """Whether it is a number above zero."""
    return isinstance(found, int | float) and not isinstance(found, bool) and found > 0
