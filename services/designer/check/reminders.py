"""What a diagram says of reminders: a ladder nobody understands is found before it hinders a case."""

from collections.abc import Iterator

from services.casework.reminders import LadderUnreadable, read_words
from services.process.engine import Problem

from .references import Parts


def reminder_problems(parts: Parts) -> Iterator[Problem]:
    """Each task whose property `reminders` cannot be read, or stands where there is no task to remind of."""
    for element in parts.elements():
        text = element.properties.get("reminders")
        if text is None or text.startswith("="):
            continue
        if element.kind != "userTask":
            yield Problem(element.file, element.id, "属性 reminders 只对人工环节有意义，将被忽略。", "warning")
            continue
        try:
            read_words(text)
        except LadderUnreadable as unreadable:
            yield Problem(element.file, element.id, str(unreadable))
