"""Reading `<form>.paper.yaml`: the key `kind` says what the paper is, and each kind has a reader of its own."""

from collections.abc import Callable, Mapping
from typing import Any

import yaml

from .entries import PaperRefused
from .form_reading import read_form
from .plaque import Plaque, read_plaque
from .prose import Prose
from .prose_reading import read_prose
from .shapes import Paper

Shape = Paper | Prose | Plaque
"""What a paper may be."""

KINDS: Mapping[str, Callable[[Any], Shape]] = {
    "form": read_form,
    "official": read_prose,
    "letter": read_prose,
    "list": read_prose,
    "plaque": read_plaque,
}


def parse_paper(raw: bytes | str) -> Shape:
    """The paper described by the YAML, a form unless it says otherwise; raises PaperRefused with all that is wrong."""
    try:
        described = yaml.safe_load(raw)
    except (ValueError, RecursionError, yaml.YAMLError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise PaperRefused([f"YAML 无法读取{f'（第{mark.line + 1}行）' if mark else ''}"]) from fault
    kind = described.get("kind", "form") if isinstance(described, dict) else "form"
    if not isinstance(kind, str) or kind not in KINDS:
        raise PaperRefused([f"kind：只能是{'、'.join(KINDS)}"])
    return KINDS[kind](described)
