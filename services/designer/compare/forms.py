"""What changed on the forms: fields that came, went or moved, labels, duties, limits, choices."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.process.forms import Form

from .change import Change, from_to
from .words import COMPONENTS, FIELD_FACETS

LAYOUT = {"id", "layout", "components", "validate", "values", "properties", "appearance", "versionTag"}
ON_VALIDATE = ("minLength", "maxLength", "min", "max", "pattern")


def form_changes(
    old: Mapping[str, bytes], new: Mapping[str, bytes], read: tuple[Mapping[str, Form], Mapping[str, Form]]
) -> Iterator[Change]:
    """Changes by form. `old`, `new`: raw forms by id; `read`: the same as the house reads them, for their titles."""
    titles = {name: form.title or name for forms in read for name, form in forms.items()}
    for name in sorted(old.keys() - new.keys()):
        yield Change("removed", "form", name, f"删去表单“{titles.get(name, name)}”。", file=name)
    for name in sorted(new.keys() - old.keys()):
        yield Change("added", "form", name, f"新增表单“{titles.get(name, name)}”。", file=name)
    for name in sorted(old.keys() & new.keys()):
        if old[name] != new[name]:
            yield from _form(name, f"表单“{titles.get(name, name)}”", json.loads(old[name]), json.loads(new[name]))


def _form(name: str, called: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    before, after = _flat(old.get("components") or [], ""), _flat(new.get("components") or [], "")

    def told(kind: str, key: str, sentence: str, facet: str = "", a: Any = None, b: Any = None) -> Change:
        return Change(kind, "form", name, sentence, f"{key} {facet}".strip(), a, b, name)

    if old.get("title") != new.get("title"):
        titles = old.get("title"), new.get("title")
        yield told("altered", "", from_to(called, "标题", *titles), "title", *titles)
    for key in [k for k in before if k not in after and before[k][1] not in before.keys() - after.keys()]:
        yield told("removed", key, f"{called}删去{_called(before[key][0])}。", "", _word(before[key][0]))
    for key in [k for k in after if k not in before and after[k][1] not in after.keys() - before.keys()]:
        must = "，必填" if _must(after[key][0]) else ""
        yield told("added", key, f"{called}新增{_called(after[key][0])}{must}。", "", None, _word(after[key][0]))
    both = [k for k in after if k in before]
    for key in both:
        for facet, sentence, a, b in _component(called, before[key][0], after[key][0]):
            yield told("altered", key, sentence, facet, a, b)
        if before[key][1] != after[key][1]:
            yield told("altered", key, f"{called}的{_called(after[key][0])}移到了别的栏目组。", "parent")
    if [k for k in before if k in after and before[k][1] == after[k][1]] != [
        k for k in both if before[k][1] == after[k][1]
    ]:
        yield told("altered", "", f"{called}的栏目调整了先后次序。", "order")


def _flat(components: list[dict[str, Any]], parent: str) -> dict[str, tuple[dict[str, Any], str]]:
    """Every component by its id (its key where it has none), with the key of what it stands in."""
    found: dict[str, tuple[dict[str, Any], str]] = {}
    for number, component in enumerate(components):
        key = str(component.get("id") or f"{parent}.{component.get('key') or component.get('path') or number}")
        found[key] = component, parent
        found |= _flat(component.get("components") or [], key)
    return found


def _word(component: Mapping[str, Any]) -> str:
    return str(component.get("label") or component.get("key") or component.get("text") or component.get("id") or "")


def _called(component: Mapping[str, Any]) -> str:
    kind, inside = COMPONENTS.get(str(component.get("type")), "栏目"), component.get("components") or []
    many = f"（{len(inside)} 个栏目）" if inside else ""
    return f"{kind}“{_short(_word(component))}”{many}" if _word(component) else kind


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 24 else f"{line[:23]}…"


def _must(component: Mapping[str, Any]) -> bool:
    return bool((component.get("validate") or {}).get("required"))


def _component(called: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    whose = f"{called}的{_called({**new, 'label': _word(old), 'components': None})}"
    if _must(old) != _must(new):
        yield "required", f"{whose}由{_duty(old)}改为{_duty(new)}。", _must(old), _must(new)
    before, after = _facets(old), _facets(new)
    for facet in [*before, *(f for f in after if f not in before)]:
        a, b = before.get(facet), after.get(facet)
        if a == b:
            continue
        if facet == "label":
            yield facet, f"{whose}改名为“{_short(_word(new))}”。", a, b
        else:
            yield facet, from_to(whose, FIELD_FACETS.get(facet, f"“{facet}”"), a, b), a, b
    yield from _choices(whose, old, new)


def _duty(component: Mapping[str, Any]) -> str:
    return "必填" if _must(component) else "选填"


def _facets(component: Mapping[str, Any]) -> dict[str, Any]:
    validate = component.get("validate") or {}
    facets = {k: v for k, v in component.items() if k not in LAYOUT}
    facets |= {k: v for k, v in validate.items() if k != "required" and v not in (None, "")}
    facets |= {str(k): v for k, v in (component.get("properties") or {}).items()}
    if isinstance(facets.get("conditional"), dict):
        facets["conditional"] = facets["conditional"].get("hide")
    return {k: v for k, v in facets.items() if v not in (None, "", False)}


def _choices(whose: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, Any]]:
    a = {str(v.get("value")): str(v.get("label")) for v in old.get("values") or []}
    b = {str(v.get("value")): str(v.get("label")) for v in new.get("values") or []}
    for value in a.keys() - b.keys():
        yield f"choice {value}", f"{whose}删去选项“{a[value]}”。", a[value], None
    for value in b.keys() - a.keys():
        yield f"choice {value}", f"{whose}新增选项“{b[value]}”。", None, b[value]
    for value in [v for v in b if v in a and a[v] != b[v]]:
        yield f"choice {value}", f"{whose}的选项“{a[value]}”改为“{b[value]}”。", a[value], b[value]
    if a.items() == b.items() and list(a) != list(b):
        yield "choices", f"{whose}的选项调整了先后次序。", list(a), list(b)
