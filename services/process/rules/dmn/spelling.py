"""Types of a model inside FEEL texts: `x instance of tPerson` is read as what tPerson consists of.

FEEL knows its own types only. What a type allows of its base (a list of values) is not part of what is asked there.
"""

from __future__ import annotations

import re
from functools import cached_property

from ..feel.types import KINDS_BY_NAME
from .types import Types, base_of
from .xml import Element, name_of, part, parts

MAX_DEPTH = 8
MAX_TEXT = 2_000
_PARAMETERS = re.compile(r"\bfunction\s*\(([^()]*)\)")


class Spelling:
    """Spells the types of one model out."""

    def __init__(self, types: Types) -> None:
        self._types = types

    def of(self, text: str) -> str:
        """A FEEL text in which types of the model stand as FEEL's own."""
        asked = self._asked
        if asked is None or ("instance" not in text and "function" not in text):
            return text
        text = asked.sub(lambda found: found[1] + self._type(found[2], 0), text)
        return _PARAMETERS.sub(lambda found: found[0].replace(found[1], self._parameters(found[1])), text)

    @cached_property
    def _names(self) -> str:
        own = (name for name in self._types.names if name not in KINDS_BY_NAME)
        return "|".join(re.escape(name) for name in sorted(own, key=len, reverse=True) if name)

    @cached_property
    def _asked(self) -> re.Pattern[str] | None:
        return re.compile(rf"(\binstance\s+of\s+(?:list\s*<\s*)*)({self._names})(?!\w)") if self._names else None

    def _parameters(self, text: str) -> str:
        return re.sub(rf"(:\s*(?:list\s*<\s*)*)({self._names})(?!\w)", lambda f: f[1] + self._type(f[2], 0), text)

    def _type(self, reference: str, depth: int) -> str:
        found = self._types.find(reference)
        if found is None:
            name = reference.rpartition(":")[2]
            return name if name in KINDS_BY_NAME else "Any"
        spelled = "Any" if depth > MAX_DEPTH else Spelling(found[0])._defined(found[1], depth + 1)
        return spelled if len(spelled) <= MAX_TEXT else "Any"

    def _defined(self, definition: Element, depth: int) -> str:
        item = part(definition, "functionItem")
        components = parts(definition, "itemComponent")
        if components:
            single = ", ".join(f"{name_of(one)}: {self._defined(one, depth)}" for one in components)
            single = f"context<{single}>" if len(single) <= MAX_TEXT else "context"
        elif item is not None:
            given = ", ".join(self._type(str(p.get("typeRef") or "Any"), depth) for p in parts(item, "parameters"))
            single = f"function<{given}>->{self._type(str(item.get('outputTypeRef') or 'Any'), depth)}"
        else:
            single = self._type(base_of(definition) or "Any", depth)
        return f"list<{single}>" if definition.get("isCollection") == "true" else single
