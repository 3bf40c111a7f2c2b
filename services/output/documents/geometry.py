"""Where the cells of a block stand, and whether they fill it: the arithmetic of merged cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from .shapes import Block, Cell, Paper


@dataclass(frozen=True)
class Placed:
    """A cell with the edges it lies between, in tenths of a millimetre from the left of the table."""

    cell: Cell
    left: int
    right: int


class Misfit(Exception):
    """Cells that leave a hole, overlap or stick out; the sentence names the row counted from 1."""


def edges(block: Block) -> list[int]:
    """The vertical lines of a block, the left border (0) included, in tenths of a millimetre."""
    return [0, *accumulate(round(width * 10) for width in block.columns)]


def placed(block: Block) -> list[list[Placed]]:
    """The cells of each row with their edges; raises Misfit."""
    lines = edges(block)
    columns = len(block.columns)
    covered = [0] * columns
    rows: list[list[Placed]] = []
    for number, row in enumerate(block.rows, start=1):
        here = covered
        covered = [max(0, left - 1) for left in here]
        free = (index for index in range(columns) if here[index] == 0)
        rows.append([_place(cell, free, lines, covered, number) for cell in row.cells])
        if (hole := next(free, None)) is not None:
            raise Misfit(f"第{number}行的单元格没有占满各栏，从第{hole + 1}栏起空缺")
    if any(covered):
        raise Misfit("最后一行的单元格向下合并超出了本块")
    return rows


def _place(cell: Cell, free: Iterator[int], lines: list[int], covered: list[int], number: int) -> Placed:
    taken = [index for index in (next(free, None) for _ in range(cell.colspan)) if index is not None]
    if len(taken) < cell.colspan:
        raise Misfit(f"第{number}行的单元格超出了栏数")
    if taken[-1] - taken[0] + 1 != cell.colspan:
        raise Misfit(f"第{number}行有单元格横跨了上一行合并下来的单元格")
    for index in taken:
        covered[index] = cell.rowspan - 1
    return Placed(cell, lines[taken[0]], lines[taken[-1] + 1])


def shared_edges(blocks: Iterable[Block]) -> list[int]:
    """All vertical lines of the blocks of one page together: they become one table, so that borders meet exactly."""
    return sorted({edge for block in blocks for edge in edges(block)})


def pages(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks, cut where a page begins."""
    sheets: list[list[Block]] = [[]]
    for block in blocks:
        if block.new_page and sheets[-1]:
            sheets.append([])
        sheets[-1].append(block)
    return sheets


def height(block: Block) -> float:
    """What the block takes on the form, in millimetres."""
    return sum(row.height * (row.repeat.rows if row.repeat else 1) for row in block.rows)


def misfits(paper: Paper) -> list[str]:
    """What is wrong with the measures of a paper, one Chinese sentence each."""
    found = []
    for number, block in enumerate(paper.blocks, start=1):
        where = f"blocks[{number - 1}]"
        if abs(sum(block.columns) - paper.page.inner_width) > 0.05:
            found.append(f"{where}：各栏共宽{sum(block.columns):g}毫米，版心宽{paper.page.inner_width:g}毫米")
        try:
            placed(block)
        except Misfit as misfit:
            found.append(f"{where}：{misfit}")
    for number, front in enumerate(paper.front):
        tall = sum(line.height for line in front)
        if tall > paper.page.inner_height + 0.05:
            found.append(f"front[{number}]：各行共高{tall:g}毫米，版心只有{paper.page.inner_height:g}毫米")
    sheets = pages(paper.blocks)
    for number, sheet in enumerate(sheets, start=1):
        lines = (*(paper.lines if number == 1 else ()), *(paper.below if number == len(sheets) else ()))
        tall = sum(map(height, sheet)) + sum(line.height for line in lines)
        if tall > paper.page.inner_height + 0.05:
            found.append(f"第{number}页各行共高{tall:g}毫米，版心只有{paper.page.inner_height:g}毫米")
    return found
