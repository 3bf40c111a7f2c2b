"""What a designer may choose from in the panels of a draft: roles, forms, decisions, clauses, effects, blocks."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import Any

import yaml

from services.foundation.errors import Faulty, Refusal
from services.people.identity import role_title
from services.process.forms import Form
from services.process.forms.fields import Static
from services.process.registry import Manifest, Package, read_form, read_table

from .checking import manifest_of
from .shelf import HOUSE, blocks

HEADING = re.compile(r"#+[ \t]+(.+)")
PROCESS = re.compile(r'<bpmn:process id="([^"]+)"(?:[^>]*? name="([^"]*)")?')
TOLD = re.compile(r"(?s)<bpmn:process .*?<bpmn:documentation>(.*?)</bpmn:documentation>")
LEVEL_WORDS = {"own": "本单位", "recommender": "推荐单位"}


def choices_of(package: Package, effects: Collection[str]) -> dict[str, Any]:
    """For the panels, JSON-able: roles, forms, decisions, parameters, clauses, defaults, windows, documents, effects,
    blocks, functions. A file that cannot be read offers nothing; so does procedure.yaml.
    """
    manifest = manifest_of(package)
    return {
        **(_of_manifest(manifest) if manifest is not None else NOTHING_SAID),
        "forms": forms_of(package),
        "decisions": decisions_of(package),
        "effects": _effects(effects),
        "functions": [{"value": row["call"], "label": row["text"]} for row in _handbook("functions").values()],
        "blocks": blocks_on_offer(),
    }


NOTHING_SAID: dict[str, Any] = {
    "roles": [],
    "parameters": {},
    "clauses": [],
    "defaults": [],
    "windows": [],
    "documents": [],
}


def role_words(manifest: Manifest | None, groups: str) -> str:
    """`level:role, level:role` in words: as procedure.yaml names them, else level and office."""
    known = manifest.roles if manifest is not None else {}
    return "、".join(known.get(one) or _plain_role(one) for one in (g.strip() for g in groups.split(",")) if one)


def forms_of(package: Package) -> list[dict[str, str]]:
    """Every form that can be read: id, title, file."""
    found = []
    for path, raw in package.ending(".form").items():
        try:
            form = read_form(raw)
        except (Refusal, Faulty):
            continue
        found.append({"id": path.rsplit("/", 1)[-1].removesuffix(".form"), "title": _headed(form), "file": path})
    return found


def _headed(form: Form) -> str:
    """What a form is called: its title, else the heading that it begins with."""
    first = form.fields[0] if form.fields else None
    heading = HEADING.match(first.text) if isinstance(first, Static) else None
    return form.title or (heading[1].strip() if heading else "")


def decisions_of(package: Package) -> list[dict[str, str]]:
    """Every decision of every table that can be read: id, file."""
    found = []
    tables = package.ending(".dmn")
    for path in tables:
        try:
            found += [{"id": name, "file": path} for name in sorted(read_table(path, tables).ids)]
        except (Refusal, Faulty):
            continue
    return found


@lru_cache(maxsize=1)
def blocks_on_offer() -> list[dict[str, str]]:
    """The shared blocks: process id, name, file, and what the block says of itself."""
    found = []
    for path, raw in sorted(blocks().items()):
        text = raw.decode("utf-8", "replace")
        drawn = PROCESS.search(text) if path.endswith(".bpmn") else None
        if drawn:
            told = TOLD.search(text)
            row = {"id": drawn[1], "name": drawn[2] or drawn[1], "file": path, "text": told[1].strip() if told else ""}
            found.append(row)
    return found


def _of_manifest(manifest: Manifest) -> dict[str, Any]:
    return {
        "roles": [{"value": role, "label": title} for role, title in manifest.roles.items()],
        "parameters": {
            name: {"title": manifest.parameter_titles.get(name, name), "value": _plain(value)}
            for name, value in manifest.parameters.items()
        },
        "clauses": [{"id": c.id, "article": c.article, "text": c.text} for c in manifest.clauses.values()],
        "defaults": [{"id": name, "text": text} for name, text in manifest.defaults.items()],
        "windows": [{"value": w.name, "label": w.title} for w in manifest.windows.values()],
        "documents": [{"value": name, "label": str(row["title"])} for name, row in manifest.documents.items()],
    }


def _effects(effects: Collection[str]) -> list[dict[str, Any]]:
    told = _handbook("effects")
    return [
        {
            "value": name,
            "label": told.get(name, {}).get("text", name),
            "inputs": told.get(name, {}).get("inputs", {}),
            "gives": told.get(name, {}).get("gives", {}),
        }
        for name in sorted(effects)
    ]


@lru_cache(maxsize=8)
def _handbook(name: str) -> dict[str, Any]:
    """One table of the designers' handbook, which ships with the house."""
    path = HOUSE / "docs" / "handbook" / f"{name}.yaml"
    # Every key and value is text: `no` is the name of a result here, not a refusal.
    return dict(yaml.load(path.read_bytes(), yaml.BaseLoader)) if path.is_file() else {}


def _plain_role(role: str) -> str:
    level, _, office = role.partition(":")
    return f"{LEVEL_WORDS.get(level, level)}{role_title(office)}" if office else role


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)
