"""What a diagram says of forms, tables, roles, effects and clauses, held against what is there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from services.casework.tasks.verbs import VERBS
from services.foundation.errors import Faulty
from services.process import engine
from services.process.engine import Element, Problem
from services.process.forms import Form
from services.process.registry import Manifest
from services.process.rules.feel import compile_expression

from .written import names_in, written_by_people

SUBJECTS = {"campaign", "case", "studio", "organisation"}
KNOWN_PROPERTIES = {
    "blind", "clause", "clock_of", "cohort", "correlationKey", "document", "extendable", "extended_by", "form",
    "guard", "objection", "only_if", "opinion_box", "precheck", "prefill", "quorum", "reminders", "review_of",
    "starters", "statutory", "subject", "system_default", "title", "unlocked", "verbs", "windows", "yearly",
}  # fmt: skip
# Forbidden by design: a diagram that asks for any of these cannot be deployed (FEATURES 18).
FORBIDDEN_PROPERTIES = {
    "auto_approve": "到期自动同意",
    "auto_approve_on_timeout": "到期自动同意",
    "auto_reject_on_timeout": "到期自动否决",
    "skip_if_nobody": "无人办理自动通过",
    "skip_repeat_approver": "同一人自动跳过",
    "backdate": "倒签日期",
}
ROLE = re.compile(r"[a-z][a-z0-9_]*:[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Parts:
    """A package whose files can each be read."""

    manifest: Manifest
    definition: engine.Definition
    decisions: set[str]
    forms: Mapping[str, Form]
    effects: frozenset[str]

    @cached_property
    def written(self) -> frozenset[str]:
        """Names of variables that hold what people typed."""
        return written_by_people(self.elements(), self.forms)

    def elements(self) -> list[Element]:
        """Every element of every pool, those of called processes once."""
        found = {(e.file, e.id): e for pool in self.definition.pools.values() for e in pool.elements.values()}
        return list(found.values())


def reference_problems(parts: Parts) -> list[Problem]:
    """Everything a package names that is not there, or that it may not ask for."""
    problems = [problem for element in parts.elements() for problem in _of_element(parts, element)]
    return problems + list(_of_pools(parts)) + list(_of_messages(parts)) + list(_of_manifest(parts))


def _of_element(parts: Parts, e: Element) -> Iterator[Problem]:
    def problem(message: str, severity: engine.Severity = "error") -> Problem:
        return Problem(e.file, e.id, message, severity)

    if e.form_id and e.form_id not in parts.forms:
        yield problem(f"表单“{e.form_id}”不存在。")
    if e.kind == "userTask":
        yield from (problem(m) for m in _assignment(parts, e))
    asked = (e.extensions.called_decision, e.properties.get("guard"), e.properties.get("precheck"))
    for decision in filter(None, asked):
        if not decision.startswith("=") and decision not in parts.decisions:
            yield problem(f"决策“{decision}”不存在。")
    if e.extensions.effect and e.extensions.effect not in parts.effects:
        yield problem(f"系统没有“{e.extensions.effect}”这种处理，可用的有：{'、'.join(sorted(parts.effects))}。")
    for clause in e.properties.get("clause", "").split():
        if clause not in parts.manifest.clauses:
            yield problem(f"依据“{clause}”不在 procedure.yaml 的条款里。")
    for default in e.properties.get("system_default", "").split():
        if default not in parts.manifest.defaults:
            yield problem(f"系统默认“{default}”没有在 procedure.yaml 的 defaults 里写明。")
    for word in e.properties.get("verbs", "").split():
        if word not in VERBS:
            known = "、".join(f"{name}（{title}）" for name, title in VERBS.items())
            yield problem(f"属性 verbs 里没有“{word}”这个词，可用的有：{known}。")
    for name in sorted(e.properties.keys() & FORBIDDEN_PROPERTIES.keys()):
        yield problem(f"不允许“{FORBIDDEN_PROPERTIES[name]}”（属性 {name}）。")
    for name in sorted(e.properties.keys() - KNOWN_PROPERTIES - FORBIDDEN_PROPERTIES.keys()):
        yield problem(f"属性“{name}”没有意义，将被忽略；请核对拼写。", "warning")


def _assignment(parts: Parts, e: Element) -> Iterator[str]:
    """A task says who does it, in words that no form can write."""
    groups, assignee = e.extensions.candidate_groups, e.extensions.assignee
    if not groups and not assignee:
        yield "没有写明由谁办理（candidateGroups 或 assignee）。"
    for text in filter(None, (groups, assignee)):
        if text.startswith("="):
            yield from only_from_the_house(parts, text)
        elif text == groups:
            yield from (m for group in text.split(",") if (m := role_unknown(parts, group.strip())))


def only_from_the_house(parts: Parts, text: str) -> Iterator[str]:
    """What is wrong with an expression that says who does something: names in which people's answers may stand."""
    for name in sorted(names_in(text) & parts.written):
        yield f"办理人不能取自表单填写的内容（“{name}”出自表单）。"


def role_unknown(parts: Parts, group: str) -> str | None:
    """What is wrong with a plain `level:role`; None if nothing is."""
    if not ROLE.fullmatch(group):
        return f"“{group}”不是“层级:角色”的写法。"
    if group not in parts.manifest.roles:
        return f"角色“{group}”没有在 procedure.yaml 的 roles 里写明。"
    return None


def _of_pools(parts: Parts) -> Iterator[Problem]:
    for pool in parts.definition.pools.values():
        subject = pool.properties.get("subject")
        if subject not in SUBJECTS:
            known = "、".join(sorted(SUBJECTS))
            yield Problem(file_of(pool), pool.id, f"泳池“{pool.name}”要用属性 subject 写明关于什么：{known}。")
        if pool.starts_by == "deed" and not (pool.properties.get("starters") or "yearly" in pool.properties):
            yield Problem(file_of(pool), pool.id, f"泳池“{pool.name}”要用属性 starters 写明谁可以启动。")


def _of_messages(parts: Parts) -> Iterator[Problem]:
    flows = {flow.source: flow for flow in parts.definition.flows}
    for pool in parts.definition.pools.values():
        for e in pool.elements.values():
            throws = e.event == "message" and e.kind in {"intermediateThrowEvent", "endEvent", "sendTask"}
            if throws and e.id not in flows:
                yield Problem(e.file, e.id, "发出消息的环节要画消息流，写明发给谁。")


def _of_manifest(parts: Parts) -> Iterator[Problem]:
    for name, text in parts.manifest.case.items():
        try:
            compile_expression(text.removeprefix("="))
        except Faulty as error:
            yield Problem("procedure.yaml", f"case.{name}", f"表达式有误：{error}")
    for target in parts.manifest.targets:
        yield from _counted(parts, f"targets.{target.id}", {"count": target.count, "goal": target.goal}, target.clause)
    for meter in parts.manifest.meters:
        texts = {"count": meter.count, "cap": meter.cap, "floor": meter.floor}
        yield from _counted(parts, f"meters.{meter.id}", {k: v for k, v in texts.items() if v}, meter.clause)
    for document in parts.manifest.documents.values():
        form = document.get("form")
        if form and form not in parts.forms:
            yield Problem("procedure.yaml", str(document["id"]), f"文书用到的表单“{form}”不存在。")


def _counted(parts: Parts, where: str, texts: Mapping[str, str], clauses: str) -> Iterator[Problem]:
    for word, text in texts.items():
        try:
            compile_expression(text)
        except Faulty as error:
            yield Problem("procedure.yaml", where, f"{word} 的表达式有误：{error}")
    for clause in clauses.split():
        if clause not in parts.manifest.clauses:
            yield Problem("procedure.yaml", where, f"依据“{clause}”不在 procedure.yaml 的条款里。")


def file_of(pool: engine.Pool) -> str:
    """The file a pool is drawn in."""
    return next((e.file for e in pool.elements.values() if e.process == pool.id), "")
