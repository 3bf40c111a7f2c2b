"""What begins a pool: the phases a campaign has, and of whom a message says that it begins one."""

from collections.abc import Iterator

from services.process.engine import Element, Pool, Problem

from .references import Parts, file_of
from .written import names_in

# subject of the pool -> the key of the message that says about whom, and its word
ABOUT = {"organisation": ("organisation", "单位"), "studio": ("studio_no", "工作室")}


def begun_problems(parts: Parts) -> list[Problem]:
    """Phases nobody knows; messages in which a form would decide whom a pool is about."""
    return [*_of_phases(parts), *_of_starts(parts)]


def _of_phases(parts: Parts) -> Iterator[Problem]:
    for pool in parts.definition.pools.values():
        named = pool.properties.get("windows")
        if named is None:
            continue
        if pool.properties.get("subject") != "campaign":
            yield Problem(file_of(pool), pool.id, "属性 windows 只用于关于批次的泳池。")
        for name in named.split():
            if name not in parts.manifest.windows:
                yield Problem(file_of(pool), pool.id, f"阶段“{name}”没有在 procedure.yaml 的 windows 里写明。")


def _of_starts(parts: Parts) -> Iterator[Problem]:
    for pool in parts.definition.pools.values():
        key, word = ABOUT.get(pool.properties.get("subject", ""), ("", ""))
        for sender in _senders(parts, pool) if key and pool.starts_by != "deed" else ():
            source = next((s for s, target in sender.extensions.inputs if target == key), None)
            for name in sorted(names_in(source) & parts.written):
                text = f"为哪个{word}启动“{pool.name}”不能取自表单填写的内容（“{name}”出自表单）。"
                yield Problem(sender.file, sender.id, text)


def _senders(parts: Parts, pool: Pool) -> Iterator[Element]:
    """Whoever throws the message that begins a pool."""
    starts = {e.id for e in pool.elements.values() if e.kind == "startEvent" and e.parent == pool.id}
    sources = {flow.source for flow in parts.definition.flows if flow.target in starts | {pool.id, pool.participant}}
    return (e for e in parts.elements() if e.id in sources)
