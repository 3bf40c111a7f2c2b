"""The gallery of shared blocks, docs/blocks.md: picture, what goes in and comes out, who acts, what must be ready."""

from collections.abc import Iterator
from pathlib import Path

from services import wiring
from tools.block_reading import ROOT, Block, blocks

KNOWN = frozenset(wiring.KNOWN)
HEAD = """# 共享模块

这一页由 `make docs` 从 `processes/shared/*.bpmn` 写成，不要手改；说明文字在各图流程的 documentation 里。

用法：在自己的图里画一个**调用活动**（Call activity），Called element 写流程编号，Propagate all 两项都不勾，
用输入映射交给它“输入”一栏的每一项，用输出映射取走“输出”。角色以文字交给它，如 `="city:office"`；确实没有的写 `=null`。
以错误结束的，在调用活动上挂一个错误边界事件接住。模块连同它的表单、判定表会自动算进办法包的版本。

"""


def gallery() -> str:
    """The whole page."""
    found = blocks()
    contents = "".join(f"- [{b.process.name}](#{b.process.id}) `{b.process.id}`\n" for b in found)
    return HEAD + contents + "".join(part for block in found for part in _told(block))


def _told(block: Block) -> Iterator[str]:
    words, name = block.words, block.process.name
    yield f'\n## <a id="{block.process.id}"></a>{name} `{block.process.id}`\n\n{words.prose}\n\n'
    yield f"![{name}](pictures/blocks/{block.file.stem}.png)\n\n"
    yield "| 输入 | |\n| --- | --- |\n"
    yield from (f"| `{i}` | {words.inputs.get(i, '')} |\n" for i in block.reads(KNOWN)) if block.reads(KNOWN) else ()
    yield "\n| 输出 | |\n| --- | --- |\n"
    yield from (f"| `{o}` | {text} |\n" for o, text in words.outputs.items())
    yield from (f"| 错误 `{e}` | {text} |\n" for e, text in words.errors.items())
    if not words.outputs and not words.errors:
        yield "| 无 | 办完就往下走 |\n"
    yield "\n| 环节 | 谁办 |\n| --- | --- |\n"
    yield from (f"| {step} | `{who}` |\n" for step, who in block.roles)
    yield "\n" + "".join(f"- {label}：{said}\n" for label, said in _needs(block) if said)
    yield "".join(f"- 要备好：{text}\n" for text in words.ready)


def _needs(block: Block) -> Iterator[tuple[str, str]]:
    yield "系统默认", "、".join(block.defaults)
    yield "参数", _listed(f"parameters.{name}" for name in block.parameters)
    yield "用到的名称", _listed(block.facts(KNOWN))
    yield "表单", "、".join(f"`{name}`" + ("" if _shared(name) else "（城市自备）") for name in block.forms)
    yield "文书", _listed(block.papers)
    yield "效果", _listed(block.effects)
    yield "再调用", "、".join(f"[`{name}`](#{name})" for name in block.called)


def _listed(names: "Iterator[str] | list[str]") -> str:
    return "、".join(f"`{name}`" for name in names)


def _shared(form: str) -> bool:
    return (Path(ROOT) / "forms" / "shared" / f"{form}.form").is_file()
