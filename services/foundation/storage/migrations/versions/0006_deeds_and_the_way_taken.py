"""When an instance passed each element; deadlines that were extended; what a sleeping job waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was passed so far keeps its order in the trail; its moments were not kept."""
    op.create_table(
        "extension",
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("old_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("new_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grounds", sa.String(), nullable=False),
        sa.Column("extended_by", sa.Integer(), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["extended_by"], ["person.id"], name=op.f("fk_extension_extended_by_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_extension_task_id_task")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_extension")),
    )
    op.add_column("job", sa.Column("awaits", sa.Text(), nullable=True))
    asleep = sa.text("awaits IS NOT NULL")
    op.create_index("ix_job_awaits", "job", ["awaits"], sqlite_where=asleep, postgresql_where=asleep)
    # With a default it is added in place: SQLite would make the table anew, and many tables refer to it.
    op.add_column("instance", sa.Column("passed", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Back to the one before."""
    op.drop_column("instance", "passed")
    op.drop_index("ix_job_awaits", "job")
    op.drop_column("job", "awaits")
    op.drop_table("extension")
