"""procedure.yaml as a form: tables of rows out of the file, and the file out of the tables."""

from .reading import Read, read
from .sections import SECTIONS, Column, Row, Section
from .writing import CellsWrong, written

__all__ = ["SECTIONS", "CellsWrong", "Column", "Read", "Row", "Section", "read", "written"]
