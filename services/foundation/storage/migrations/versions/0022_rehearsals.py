"""Rehearsals that somebody asked for, their stories, and cases that are walked through by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "rehearsal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("start_day", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        _to("rehearsal", "draft_id", "procedure_draft"),
        _to("rehearsal", "version_id", "procedure_version"),
        _to("rehearsal", "asked_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
    )
    for column in ("procedure", "draft_id", "digest"):
        op.create_index(op.f(f"ix_rehearsal_{column}"), "rehearsal", [column])
    op.create_table(
        "rehearsal_story",
        sa.Column("rehearsal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Text(), nullable=False),
        sa.Column("timeline", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        _to("rehearsal_story", "rehearsal_id", "rehearsal"),
        sa.PrimaryKeyConstraint("rehearsal_id", "position", name=op.f("pk_rehearsal_story")),
    )
    op.create_table(
        "rehearsal_walk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("walked_by", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        _to("rehearsal_walk", "draft_id", "procedure_draft"),
        _to("rehearsal_walk", "walked_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal_walk")),
    )
    op.create_index(op.f("ix_rehearsal_walk_draft_id"), "rehearsal_walk", ["draft_id"])
    op.create_table(
        "rehearsal_walk_step",
        sa.Column("walk_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("clock", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("played", sa.Text(), nullable=False),
        sa.Column("house", sa.LargeBinary(), nullable=False),
        _to("rehearsal_walk_step", "walk_id", "rehearsal_walk"),
        sa.PrimaryKeyConstraint("walk_id", "number", name=op.f("pk_rehearsal_walk_step")),
    )


def downgrade() -> None:
    """Back to the one before."""
    for table in ("rehearsal_walk_step", "rehearsal_walk", "rehearsal_story", "rehearsal"):
        op.drop_table(table)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
