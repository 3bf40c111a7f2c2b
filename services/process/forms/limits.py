"""Lengths and ranges, and the sentences that refuse them. Used for fixed limits and for those a FEEL text computes."""

from __future__ import annotations

from decimal import Decimal

from .fields import Field
from .wording import count_characters

Bound = int | Decimal | None


def length_problem(question: Field, text: str, shortest: Bound, longest: Bound) -> str | None:
    """Too short or too long, in a sentence; None when it fits."""
    used = count_characters(text, blanks=question.count_blanks)
    how = "" if question.count_blanks else "（含标点，不计空格）"
    if shortest is not None and used < shortest:
        return f"至少 {shortest} 字{how}，现有 {used} 字。"
    if longest is not None and used > longest:
        return f"最多 {longest} 字{how}，现有 {used} 字，请删减 {used - int(longest)} 字。"
    return None


def range_problem(question: Field, number: Decimal | int, lowest: Bound, highest: Bound) -> str | None:
    """Too small or too large, in a sentence; None when it fits."""
    if lowest is not None and number < lowest:
        return f"不能小于 {lowest}{question.unit}。"
    if highest is not None and number > highest:
        return f"不能大于 {highest}{question.unit}。"
    return None


def group_problem(labels: list[str], used: int, longest: Bound) -> str | None:
    """Several texts that share one limit; None when they fit together."""
    if longest is None or used <= longest:
        return None
    return f"“{labels[0]}”等 {len(labels)} 项合计最多 {longest} 字（含标点，不计空格），现有 {used} 字。"
