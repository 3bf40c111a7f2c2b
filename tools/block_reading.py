"""What a shared block asks for, gives and needs, read from its diagram; its own words stand in its documentation.

The documentation of the block's process is Chinese prose, then a line for each thing: `入 <name>：…` what the caller
hands over, `出 <name>：…` what the caller may take, `错误 <code>：…` how it may end otherwise, `备 …` what the city has
to have ready.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from services.process.engine.definition import Element
from services.process.engine.elements import Process, expressions_of, processes_of
from services.process.engine.source import Source, bpmn, read, text_of
from services.process.forms import parse_form
from services.process.forms.fields import Rows, leaves
from services.process.rules.feel import compile_expression

ROOT = Path(__file__).resolve().parents[1]
LINE = re.compile(r"^(入|出|错误)\s+(\w+)：(.+)$")
READY = re.compile(r"^备\s+(.+)$")
OF_THE_ENGINE = frozenset({"answers", "result", "item", "partial"})
INPUT_DATA = re.compile(r'<inputData\b[^>]*\bname="([^"]+)"')
DECISION = re.compile(r'<decision\b[^>]*\bid="([^"]+)"')
PARAMETER = re.compile(r"\bparameters\.(\w+)")


@dataclass(frozen=True)
class Words:
    """What the documentation says: prose, and by name what goes in, comes out, may go wrong; what must be ready."""

    prose: str
    inputs: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    ready: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A process of processes/shared that cities call."""

    file: Path
    source: Source
    process: Process

    @cached_property
    def words(self) -> Words:
        """The block's own description."""
        return words_of(text_of(self.process.node.find(bpmn("documentation"))) or "")

    @property
    def elements(self) -> list[Element]:
        """Every element, those of embedded sub-processes too."""
        return list(self.process.elements.values())

    def reads(self, known: frozenset[str]) -> list[str]:
        """Names that are neither the block's own nor facts of the house: its callers hand them over."""
        changed = self.writes - given_to(self.process.id)  # what it is handed and changes is an input too
        return sorted(self._asked - changed - known - OF_THE_ENGINE)

    @cached_property
    def writes(self) -> frozenset[str]:
        """Variables the block sets itself."""
        found = {target for e in self.elements for _, target in e.extensions.outputs}
        found |= {e.extensions.result_variable or "" for e in self.elements}
        loops = [e.extensions.loop for e in self.elements if e.extensions.loop]
        return frozenset(found | {loop.output_collection or "" for loop in loops})

    def facts(self, known: frozenset[str]) -> list[str]:
        """Facts of the house it asks for (campaign, parameters …)."""
        return sorted(self._asked & known)

    @cached_property
    def parameters(self) -> list[str]:
        """Keys of `parameters` that a city has to give."""
        texts = [self.file.read_text(encoding="utf-8"), *(raw for _, raw in self._decisions())]
        return sorted({name for text in texts for name in PARAMETER.findall(text)})

    @cached_property
    def forms(self) -> list[str]:
        """Forms of its tasks and deeds."""
        asked = [e.form_id or e.properties.get("form") for e in self.elements]
        return list(dict.fromkeys(f for f in asked if f))

    @cached_property
    def papers(self) -> list[str]:
        """Documents it issues, by their ids in procedure.yaml."""
        issuing = [e for e in self.elements if e.extensions.effect == "issue_document"]
        sources = [s for e in issuing for s, target in e.extensions.inputs if target == "document"]
        return list(dict.fromkeys(s.removeprefix("=").strip().strip('"') for s in sources))

    @cached_property
    def effects(self) -> list[str]:
        """What it has the house carry out."""
        return list(dict.fromkeys(e.extensions.effect for e in self.elements if e.extensions.effect))

    @cached_property
    def defaults(self) -> list[str]:
        """The defaults D-… it is founded on."""
        return sorted({d for e in self.elements for d in e.properties.get("system_default", "").split()})

    @cached_property
    def called(self) -> list[str]:
        """Other blocks it calls."""
        return sorted({e.called for e in self.elements if e.kind == "callActivity" and e.called})

    @cached_property
    def roles(self) -> list[tuple[str, str]]:
        """Its steps of people, each with who does it as the diagram says."""
        people = [e for e in self.elements if e.kind == "userTask" or "starters" in e.properties]
        return [
            (e.name, e.extensions.assignee or e.extensions.candidate_groups or e.properties.get("starters", ""))
            for e in people
        ]

    @cached_property
    def _asked(self) -> set[str]:
        asked = {name for element in self.elements for name in self._read_by(element)}
        return asked | {name for flow in self.process.flows for name in names(flow.condition)}

    def _read_by(self, element: Element) -> Iterator[str]:
        outside = {name for source, _ in element.extensions.inputs for name in names(source)}
        own = {target for _, target in element.extensions.inputs}
        own |= {element.extensions.loop.item or ""} if element.extensions.loop else set()
        sources = {source for source, _ in element.extensions.inputs}
        texts = [text for _, text, _ in expressions_of(self.process.nodes[element.id]) if text not in sources]
        if element.event == "message" and not element.kind.endswith("ThrowEvent") and element.kind != "sendTask":
            payload = {source for source, _ in element.extensions.outputs}
            texts = [text for text in texts if text not in payload]
        found = {name for text in texts for name in names(text)} | set(self._asked_by_form(element))
        found |= {name for i, raw in self._decisions() if i in _said(element) for name in INPUT_DATA.findall(raw)
                  if name not in self._answers(element)}  # fmt: skip
        yield from outside | (found - own)

    def _decisions(self) -> list[tuple[str, str]]:
        """Decisions that stand beside the block: id and the whole file."""
        said = {i for e in self.elements for i in _said(e)}
        files = [f.read_text(encoding="utf-8") for f in sorted(self.file.parent.glob("*.dmn"))]
        return [(i, raw) for raw in files for i in DECISION.findall(raw) if i in said]

    def _form(self, element: Element) -> Path | None:
        name = element.form_id or element.properties.get("form")
        file = ROOT / "forms" / "shared" / f"{name}.form"
        return file if name and file.is_file() else None

    def _asked_by_form(self, element: Element) -> set[str]:
        file = self._form(element)
        return set(parse_form(file.read_bytes()).driving_names) - self._answers(element) if file else set()

    def _answers(self, element: Element) -> set[str]:
        file = self._form(element)
        if file is None:
            return set()
        found: set[str] = set()
        todo = list(leaves(parse_form(file.read_bytes()).fields))
        while todo:
            leaf = todo.pop()
            found |= set(leaf.path)
            todo += leaves(leaf.children) if isinstance(leaf, Rows) else []
        return found


def blocks(folder: Path = ROOT / "processes" / "shared") -> list[Block]:
    """Every shared block, by file name."""
    found = []
    for file in sorted(folder.glob("*.bpmn")):
        source = read(file.name, file.read_bytes())
        found += [Block(file, source, process) for process in processes_of(source)]
    return found


def words_of(text: str) -> Words:
    """The documentation, taken apart."""
    kinds: dict[str, dict[str, str]] = {"入": {}, "出": {}, "错误": {}}
    prose, ready = [], []
    for line in (line.strip() for line in text.splitlines()):
        if found := LINE.match(line):
            kinds[found[1]][found[2]] = found[3]
        elif found := READY.match(line):
            ready.append(found[1])
        elif line:
            prose.append(line)
    return Words("\n\n".join(prose), kinds["入"], kinds["出"], kinds["错误"], tuple(ready))


def names(text: str | None) -> set[str]:
    """Free names of a FEEL text."""
    if not text:
        return set()
    return {name for name in compile_expression(text.removeprefix("=")).names if name}


def taken_from(process: str, folder: Path = ROOT / "processes") -> set[str]:
    """What callers take from a block: names in their output mappings."""
    found: set[str] = set()
    for file in sorted(folder.glob("*/*.bpmn")):
        for caller in processes_of(read(file.name, file.read_bytes())):
            calls = [e for e in caller.elements.values() if e.called == process and e.kind == "callActivity"]
            found |= {name for e in calls for source, _ in e.extensions.outputs for name in names(source)}
    return found


def given_to(process: str, folder: Path = ROOT / "processes") -> set[str]:
    """What callers hand to a block: targets of their input mappings."""
    found: set[str] = set()
    for file in sorted(folder.glob("*/*.bpmn")):
        for caller in processes_of(read(file.name, file.read_bytes())):
            calls = [e for e in caller.elements.values() if e.called == process and e.kind == "callActivity"]
            found |= {target for e in calls for _, target in e.extensions.inputs}
    return found


def _said(element: Element) -> set[str]:
    words = (element.extensions.called_decision, element.properties.get("guard"), element.properties.get("precheck"))
    return {word for word in words if word and not word.startswith("=")}
