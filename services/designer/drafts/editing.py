"""Which editor opens a file: the one that knows its kind, or the plain one where the file would not survive it."""

import json
from dataclasses import dataclass

from lxml import etree

from .paths import checked_path

MAX_DRAWN = 2 * 1024 * 1024
EDITORS = {".bpmn": "bpmn", ".dmn": "dmn", ".form": "form"}
MARKUP = ("bpmn", "dmn")


@dataclass(frozen=True)
class Editing:
    """editor: bpmn, dmn, form or text. sentence: why the plain one stands in for another, empty where it does not."""

    editor: str
    sentence: str = ""


def editing_of(path: str, raw: bytes, plain: bool = False) -> Editing:
    """How the file opens. `plain`: somebody asked for the text itself. Raises BadPath."""
    wanted = next((e for ending, e in EDITORS.items() if checked_path(path).endswith(ending)), "text")
    if plain or wanted == "text":
        return Editing("text")
    if len(raw) > MAX_DRAWN:
        return Editing("text", f"文件有 {len(raw) / 1024 / 1024:.1f} MB，画图会很慢，所以按文字打开。内容没有改动。")
    fault = _fault_of_markup(raw) if wanted in MARKUP else _fault_of_form(raw)
    return Editing("text", f"{fault}所以按文字打开，内容没有改动；改好以后重新打开即可。") if fault else Editing(wanted)


def _fault_of_markup(raw: bytes) -> str:
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        return "文件含有文档类型声明（DOCTYPE），不能作为图打开；请删去这一段。"
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return f"第 {line} 行附近不是有效的 XML，" if line else "文件不是有效的 XML，"
    return "" if etree.QName(root).localname == "definitions" else "文件不是 BPMN 或 DMN 图，"


def _fault_of_form(raw: bytes) -> str:
    try:
        read = json.loads(raw)
    except json.JSONDecodeError as error:
        return f"第 {error.lineno} 行第 {error.colno} 列附近不是有效的 JSON，"
    except (UnicodeDecodeError, RecursionError):
        return "文件不是 UTF-8 编码的 JSON，"
    return "" if isinstance(read, dict) and isinstance(read.get("components"), list) else "文件不是表单，"
