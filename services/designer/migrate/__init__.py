"""Migrate: running instances go on by another version, previewed one by one, approved by a second person, and back."""

from .decide import approve, refuse
from .events import InstanceMigrated, InstanceMigratedBack, MigrationApproved, MigrationProposed, MigrationTakenBack
from .models import MOVE, MOVE_BACK, PREVIEW, Migration, MigrationItem
from .move import move_one
from .plan import Preview, plan
from .positions import Ask, Position, asked_of, positions, same_shape
from .propose import PREVIEWING, drop, propose
from .queries import Counts, counts_of, items_of, migration_by_id, migrations_of, running_on, versions_to_choose
from .take_back import move_back, take_back

__all__ = [
    "MOVE",
    "MOVE_BACK",
    "PREVIEW",
    "PREVIEWING",
    "Ask",
    "Counts",
    "InstanceMigrated",
    "InstanceMigratedBack",
    "Migration",
    "MigrationApproved",
    "MigrationItem",
    "MigrationProposed",
    "MigrationTakenBack",
    "Position",
    "Preview",
    "approve",
    "asked_of",
    "counts_of",
    "drop",
    "items_of",
    "migration_by_id",
    "migrations_of",
    "move_back",
    "move_one",
    "plan",
    "positions",
    "propose",
    "refuse",
    "running_on",
    "same_shape",
    "take_back",
    "versions_to_choose",
]
