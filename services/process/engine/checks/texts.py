"""Rules about texts: every expression compiles, every plain date and duration can be read, every name is a name."""

from collections.abc import Iterable, Iterator

from ...rules.feel import HOST_NAMES, FeelError
from ...rules.feel.functions import BUILTINS
from ..definition import Element, Problem
from ..drawing import Drawing
from ..elements import expressions_of
from ..moments import read_cycle, read_moment, read_span
from ..source import children, local, text_of
from ..turn import compiled, is_feel
from .seen import at, nodes

READERS = {
    "timeDate": (read_moment, "日期或时间，如 2021-11-10 或 2021-11-10T17:00:00+08:00"),
    "timeDuration": (read_span, "时长，如 P5D 或 PT2H（不带引号）"),
    "timeCycle": (read_cycle, "周期，如 R3/P3D"),
}


def fault(text: str) -> str | None:
    """What is wrong with an expression, in Chinese; None if nothing is."""
    try:
        expression = compiled(text)
    except FeelError as error:
        return f"表达式“{text}”有误。{error}{error.advice}"
    for name in expression.functions:
        if name not in BUILTINS and name not in HOST_NAMES:
            return f"表达式“{text}”用到的函数“{name}”不存在。"
    return None


def expressions_compile(drawing: Drawing) -> Iterator[Problem]:
    """All FEEL there is: in nodes, on flows, in messages."""
    for e, node in nodes(drawing):
        for where, text, _ in expressions_of(node):
            if (wrong := fault(text)) is not None:
                yield at(e, f"{where}：{wrong}")
    for process in drawing.processes.values():
        for flow in process.flows:
            if flow.condition is not None and (wrong := fault(flow.condition)) is not None:
                yield Problem(process.file, flow.id, f"条件：{wrong}")
    for message in drawing.messages.values():
        if message.key is not None and (wrong := fault(message.key)) is not None:
            yield Problem(message.file, message.id, f"关联键：{wrong}")


def keys_are_expressions(drawing: Drawing) -> Iterator[Problem]:
    """A plain text as correlation key would be the same for every instance."""
    for message in drawing.messages.values():
        if message.key is not None and not is_feel(message.key):
            yield Problem(message.file, message.id, "关联键要写成表达式（以 = 开头）。")


def plain_times_can_be_read(drawing: Drawing) -> Iterator[Problem]:
    """`"P5D"` in quotes, `P5`, `5天`: they would fail only when the clock should start."""
    for e, node in nodes(drawing):
        for definition in children(node, "timerEventDefinition"):
            for time in children(definition):
                read, wanted = READERS.get(local(time), (None, ""))
                text = text_of(time)
                if read is not None and text is not None and _fails(read, text):
                    yield at(e, f"“{text}”不是{wanted}。")
        for text in (e.extensions.due, e.extensions.follow_up):
            if text is not None and _fails(read_moment, text):
                yield at(e, f"“{text}”不是{READERS['timeDate'][1]}。")


def _fails(read: object, text: str) -> bool:
    """Whether a plain text, or an expression that is nothing but a number or text, cannot be read."""
    if not is_feel(text):
        return callable(read) and read(text) is None
    try:
        expression = compiled(text)
        if expression.names or expression.functions:
            return False
        value = expression.evaluate({})
    except FeelError:
        return False  # said already
    return callable(read) and read(value) is None


def names_are_names(drawing: Drawing) -> Iterator[Problem]:
    """A variable that is written must be one that an expression can read."""
    for e, _ in nodes(drawing):
        for name in written_names(e):
            if not _is_name(name):
                yield at(e, f"“{name}”不能作变量名。")


def written_names(e: Element) -> Iterable[str]:
    """The variables an element names as its inputs, outputs and results."""
    x = e.extensions
    yield from (target for _, target in (*x.inputs, *x.outputs))
    loop = x.loop
    yield from filter(None, (x.result_variable, loop and loop.item, loop and loop.output_collection))


def _is_name(name: str) -> bool:
    try:
        expression = compiled(name)
    except FeelError:
        return False
    return expression.names == (name,) and not expression.functions


RULES = (expressions_compile, keys_are_expressions, plain_times_can_be_read, names_are_names)
