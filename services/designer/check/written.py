"""Which variables hold what people typed: form fields, and whatever is made of them on the way through the diagram.

Who does a task is never read from submitted data (DESIGN 3), also not by way of another name. A decision table may be
asked with what people typed: its rules are the procedure's own.
"""

from collections.abc import Iterable, Iterator, Mapping

from services.foundation.errors import Faulty
from services.process.engine import Element
from services.process.forms import Form
from services.process.rules.feel import compile_expression

Move = tuple[frozenset[str], str]


def written_by_people(elements: Iterable[Element], forms: Mapping[str, Form]) -> frozenset[str]:
    """Names of variables in which an answer may stand, whatever its way."""
    written = {"answers", *(key for form in forms.values() for key in form.writable_keys)}
    moves = [move for element in elements for move in _moves(element)]
    grew = True
    while grew:
        more = {target for sources, target in moves if sources & written} - written
        written |= more
        grew = bool(more)
    return frozenset(written)


def names_in(text: str | None) -> frozenset[str]:
    """The free names of a FEEL text; none where it is plain text or wrong (which another check says)."""
    if not text or not text.startswith("="):
        return frozenset()
    try:
        return frozenset(compile_expression(text.removeprefix("=")).names)
    except Faulty:
        return frozenset()


def _moves(e: Element) -> Iterator[Move]:
    """What an element puts where: mappings, a script's result, the items of a loop and what is gathered of them."""
    x = e.extensions
    for source, target in (*x.inputs, *x.outputs):
        yield names_in(source), target.split(".")[0]
    if x.script and x.result_variable:
        yield names_in(x.script), x.result_variable
    if x.loop and x.loop.item:
        yield names_in(x.loop.collection), x.loop.item
    if x.loop and x.loop.output_collection:
        yield names_in(x.loop.output_element), x.loop.output_collection
