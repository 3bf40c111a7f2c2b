"""Papers: each description can be printed, and what a diagram issues is a document that has one."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.foundation.errors import Faulty
from services.output.documents import PaperRefused, parse_paper
from services.process.engine import Element, Problem
from services.process.registry import Package
from services.process.rules.feel import compile_expression

from .references import Parts

ISSUES = "issue_document"


def paper_problems(package: Package, parts: Parts) -> list[Problem]:
    """Descriptions that cannot be printed, documents without one, effects that issue what is not there."""
    described = {path.rsplit("/", 1)[-1].split(".", 1)[0]: path for path in package.ending(".paper.yaml")}
    issued = {d for e in parts.elements() if (d := _named(e)) is not None}
    problems = [p for path, raw in package.ending(".paper.yaml").items() for p in _of_paper(path, raw)]
    problems += [p for e in parts.elements() if e.extensions.effect == ISSUES for p in _of_effect(parts, e)]
    problems += [p for e in parts.elements() for p in _of_preview(parts, e)]
    return problems + list(_of_documents(parts, described, issued))


def _of_paper(path: str, raw: bytes) -> Iterator[Problem]:
    try:
        parse_paper(raw)
    except PaperRefused as refused:
        yield Problem(path, "", refused.sentence)


def _of_effect(parts: Parts, e: Element) -> Iterator[Problem]:
    if "document" not in dict((target, source) for source, target in e.extensions.inputs):
        yield Problem(e.file, e.id, "没有用输入 document 写明出具哪份文书。")
    elif (document := _named(e)) is not None and document not in parts.manifest.documents:
        yield Problem(e.file, e.id, f"文书“{document}”不在 procedure.yaml 的 documents 里。")


def _of_preview(parts: Parts, e: Element) -> Iterator[Problem]:
    """Property `document` lets a person look at a paper ahead: it has to be one, and nobody looks at a service task."""
    document = e.properties.get("document")
    if document is None:
        return
    if e.kind != "userTask":
        yield Problem(e.file, e.id, "属性 document 只用于人工环节；出具文书用输入 document 写明。")
    elif not document.startswith("=") and document not in parts.manifest.documents:
        yield Problem(e.file, e.id, f"文书“{document}”不在 procedure.yaml 的 documents 里。")


def _of_documents(parts: Parts, described: Mapping[str, str], issued: set[str]) -> Iterator[Problem]:
    """A paper that a diagram issues must be described; of one that nobody issues this is a reminder."""
    for name, document in parts.manifest.documents.items():
        yield from _of_rows(name, document.get("rows") or {})
        paper = document.get("paper")
        if paper in described:
            continue
        if name in issued:
            missing = f"{paper}.paper.yaml 不存在" if paper else "没有用 paper 写明版面"
            yield Problem("procedure.yaml", name, f"文书要由流程图出具，但{missing}。")
        elif paper:
            yield Problem("procedure.yaml", name, f"文书的版面 {paper}.paper.yaml 不存在，不能打印。", "warning")


def _of_rows(document: str, rows: Mapping[str, Any]) -> Iterator[Problem]:
    for column, text in rows.items():
        try:
            compile_expression(str(text).removeprefix("="))
        except Faulty as error:
            yield Problem("procedure.yaml", document, f"栏目“{column}”的表达式有误：{error}")


def _named(e: Element) -> str | None:
    """The document an effect issues, where the diagram names it outright; None where it is computed."""
    if e.extensions.effect != ISSUES:
        return None
    source = next((s for s, target in e.extensions.inputs if target == "document"), "")
    try:
        value = compile_expression(source.removeprefix("=")).evaluate({}) if source.startswith("=") else source
    except Faulty:
        return None
    return value if isinstance(value, str) else None
