"""Whether each file of a draft can be read by itself. One that cannot is kept as it is, and told with the place."""

from collections.abc import Callable, Mapping

import yaml

from services.foundation.errors import Faulty, Refusal
from services.process.registry import Package, read_form, read_table
from services.process.registry.manifest import read_manifest

from ..steps import Source
from .paths import kind_of


def illegible(package: Package) -> dict[str, str]:
    """The files that cannot be read: path -> sentence."""
    tables = package.ending(".dmn")
    found = {path: trouble(path, raw, tables) for path, raw in sorted(package.files.items())}
    return {path: sentence for path, sentence in found.items() if sentence}


def trouble(path: str, raw: bytes, tables: Mapping[str, bytes]) -> str:
    """Why a file cannot be read, empty where it can; whether it makes sense with the others is the check's to say.

    `tables`: the decision models beside it, of which it may import some.
    """
    read = _reader(path, tables)
    try:
        read(raw)
    except Refusal as refusal:
        return refusal.sentence
    except Faulty as error:
        return str(error)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行第 {mark.column + 1} 列附近" if mark is not None else "有的地方"
        return f"{where}格式不对。"
    except UnicodeDecodeError:
        return "文件不是 UTF-8 编码，请另存为 UTF-8。"
    except (ValueError, RecursionError):
        return "有不存在的日期或数值，或者层次太多。"
    return ""


def _reader(path: str, tables: Mapping[str, bytes]) -> Callable[[bytes], object]:
    kind = kind_of(path)
    if kind == "manifest":
        return read_manifest
    if path.endswith(".bpmn"):
        return Source
    if path.endswith(".dmn"):
        return lambda raw: read_table(path, {**tables, path: raw})
    if path.endswith(".form"):
        return read_form
    if path.endswith((".yaml", ".yml")):
        return lambda raw: yaml.safe_load(raw.decode("utf-8-sig"))
    return lambda raw: raw
