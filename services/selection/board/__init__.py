"""The campaign office's board: where every case stands, unit by step, what is late, how far quotas are used."""

from .late import LateTask, late_tasks
from .matrix import WAITING, Matrix, MatrixRow, matrix, standings
from .meters import Metered, meters
from .places import Place, Step, places

__all__ = [
    "WAITING",
    "LateTask",
    "Matrix",
    "MatrixRow",
    "Metered",
    "Place",
    "Step",
    "late_tasks",
    "matrix",
    "meters",
    "places",
    "standings",
]
