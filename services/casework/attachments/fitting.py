"""Whether a file is what a question of a form asks for."""

from services.process.forms.fields import Field

from .looking import MB, WORDS


def misfit(question: Field, media_type: str, size: int) -> str:
    """Why a file does not fit this question, in a sentence; empty when it does."""
    if question.accepts and media_type not in question.accepts:
        return f"这里只接受{'、'.join(WORDS.get(kind, kind) for kind in question.accepts)}。"
    return too_large(question, size)


def too_large(question: Field, size: int, most: int | None = None) -> str:
    """Why a file is too large for this question, or for the house (`most` bytes); empty when it is not."""
    bounds = [bound for bound in (question.max_mb and question.max_mb * MB, most) if bound]
    if bounds and size > min(bounds):
        return f"每个文件不能超过 {min(bounds) // MB} MB，这个文件有 {size / MB:.1f} MB。"
    return ""
