"""Whether a file is what a question of a form asks for."""

from services.process.forms.fields import Field

from .looking import MB, WORDS


def misfit(question: Field, media_type: str, size: int) -> str:
    """Why a file does not fit this question, in a sentence; empty when it does."""
    if question.accepts and media_type not in question.accepts:
        return f"这里只接受{'、'.join(WORDS.get(kind, kind) for kind in question.accepts)}。"
    if question.max_mb is not None and size > question.max_mb * MB:
        return f"每个文件不能超过 {question.max_mb} MB，这个文件有 {size / MB:.1f} MB。"
    return ""
