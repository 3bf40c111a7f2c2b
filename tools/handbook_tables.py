"""Writes the tables of docs/designing.md and the gallery docs/blocks.md from the code and docs/handbook: `make docs`.

What exists is read from the code (handbook_code.py), what it means from docs/handbook/*.yaml, in Chinese. A table of
the page stands between `<!-- 表 name -->` and `<!-- 表完 -->`; all else on the page is written by hand.
Usage: python tools/handbook_tables.py
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import yaml

from services.process.rules.feel.functions import BUILTINS
from tools import handbook_code as code
from tools.block_gallery import gallery

ROOT = Path(__file__).resolve().parents[1]
HANDBOOK, GALLERY, WORDS = ROOT / "docs" / "designing.md", ROOT / "docs" / "blocks.md", ROOT / "docs" / "handbook"
PLACE = re.compile(r"(<!-- 表 (\w+) -->\n).*?(<!-- 表完 -->)", re.DOTALL)
CHAPTERS = {"contexts": "上下文", "conversion": "转换", "dates": "日期", "lists": "列表", "numbers": "数",
            "ranges": "区间", "sorting": "排序", "strings": "文字"}  # fmt: skip


def words(name: str) -> dict[str, Any]:
    """A file of docs/handbook; every scalar is text (`no` is a field's name, not false)."""
    found: dict[str, Any] = yaml.load((WORDS / f"{name}.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    return found


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def typed(text: str) -> str:
    """As it is typed; empty stays empty."""
    return f"`{text}`" if text else ""


def listed(named: Mapping[str, str]) -> str:
    """`name` meaning, one a line within a cell."""
    return "<br>".join(f"`{name}` {text}" for name, text in named.items())


def manifest_table() -> str:
    """Keys of procedure.yaml."""
    return table(("键", "说明"), ((typed(key), text) for key, text in words("procedure_yaml").items()))


def element_table() -> str:
    """What can be drawn."""
    return table(("BPMN", "意思"), ((typed(n), t) for n, t in words("elements").items()))


def property_table() -> str:
    """Properties of elements and pools."""
    rows = ((typed(n), w["where"], w["text"], typed(w["example"])) for n, w in words("properties").items())
    return table(("属性", "写在哪里", "意思", "例"), rows)


def forbidden_table() -> str:
    """What may not be asked for."""
    return table(("属性", "要求的是"), ((typed(n), t) for n, t in code.references.FORBIDDEN_PROPERTIES.items()))


def effect_table() -> str:
    """What service tasks can do."""
    rows = []
    for name, told in words("effects").items():
        asked = listed(told.get("inputs", {})) or "无"
        asked += f"<br>{told['other_inputs']}" if "other_inputs" in told else ""
        example = "<br>".join(f"`{target}` ← `{source}`" for target, source in told["example"].items())
        rows.append((typed(name), told["text"], asked, listed(told.get("gives", {})) or "—", example or "—"))
    return table(("类型", "办什么", "输入", "结果（result.…）", "例"), rows)


def known_table() -> str:
    """Names a diagram may ask for."""
    rows = ((typed(n), t["text"], listed(t.get("fields", {})) or "—") for n, t in words("known").items())
    return table(("名称", "是什么", "各项"), rows)


def host_table() -> str:
    """Functions of the house."""
    rows = []
    for told in words("functions").values():
        examples = "<br>".join(" = ".join(f"`{part}`" for part in example) for example in told["examples"])
        rows.append((typed(told["call"]), told["text"], examples))
    return table(("函数", "得到什么", "例"), rows)


def feel_table() -> str:
    """Functions of the standard, each with an example."""
    examples, rows = words("feel"), []
    for chapter, names in code.standard_functions().items():
        for name in names:
            ways = [", ".join(p.name for p in way.parameters) for way in BUILTINS[name].signatures]
            expression, result = examples.get(name, ("", ""))
            calls = "<br>".join(f"`{name}({way})`" for way in dict.fromkeys(ways))
            rows.append((CHAPTERS[chapter], calls, typed(expression), typed(result)))
    return table(("类", "写法", "例", "结果"), rows)


def component_table() -> str:
    """Kinds of form components."""
    return table(("类型", "是什么"), ((typed(n), t) for n, t in words("forms")["components"].items()))


def form_key_table() -> str:
    """Keys of a component."""
    return table(("键", "意思"), ((typed(n), t) for n, t in words("forms")["keys"].items()))


def form_property_table() -> str:
    """Custom properties of a component, and answers with a meaning."""
    told = words("forms")
    rows = [("组件的 properties", typed(n), t) for n, t in told["properties"].items()]
    rows += [("答案的 key", typed(n), t) for n, t in told["answers"].items()]
    return table(("在哪里", "名称", "意思"), rows)


def paper_table() -> str:
    """Kinds of papers, their keys, their functions."""
    told = words("papers")
    kinds = table(("kind", "是什么"), ((typed(n), t) for n, t in told["kinds"].items()))
    keys = table(("在哪里", "键"), ((place, listed(keys)) for place, keys in told["keys"].items()))
    rows = ((typed(e), typed(r), t) for e, r, t in told["functions"].values())
    return f"{kinds}\n{keys}\n{told['words']}。另有三个函数：\n\n{table(('例', '结果', '意思'), rows)}"


def story_table() -> str:
    """What a story may say."""
    told = words("stories")
    steps = table(("一步的键", "意思"), ((typed(n), t) for n, t in told["keys"].items()))
    rows = ((typed(n), t["text"], listed(t.get("keys", {})) or "—") for n, t in told["deeds"].items())
    does = table(("do", "做什么", "自己的键"), rows)
    wants = table(("expect", "意思"), ((typed(n), t) for n, t in told["expect"].items()))
    return f"{steps}\n{does}\n{wants}"


def refusal_table() -> str:
    """Everything the check may say."""
    rows = [(title, sentence) for path, title in words("refusals").items() for sentence in code.sentences(path)]
    return table(("在哪里", "系统会说"), dict.fromkeys(rows))


TABLES: dict[str, Callable[[], str]] = {
    "manifest": manifest_table,
    "elements": element_table,
    "properties": property_table,
    "forbidden": forbidden_table,
    "effects": effect_table,
    "known": known_table,
    "host": host_table,
    "feel": feel_table,
    "components": component_table,
    "form_keys": form_key_table,
    "form_properties": form_property_table,
    "papers": paper_table,
    "stories": story_table,
    "refusals": refusal_table,
}


def filled(page: str) -> str:
    """The page with every table written anew."""
    return PLACE.sub(lambda place: f"{place[1]}\n{TABLES[place[2]]()}\n{place[3]}", page)


def pages() -> dict[Path, str]:
    """Every page as it should be now."""
    return {HANDBOOK: filled(HANDBOOK.read_text(encoding="utf-8")), GALLERY: gallery()}


def main() -> None:
    """Write what has changed."""
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"{path.relative_to(ROOT)} 已更新。")


if __name__ == "__main__":
    main()
