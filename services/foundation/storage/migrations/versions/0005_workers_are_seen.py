"""Workers are seen, and a deadline that failed rests before it is tried again."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Deadlines that are running may be fired when they are due, as before."""
    op.create_table(
        "worker",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_worker")),
    )
    op.add_column("deadline", sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deadline", sa.Column("attempts", sa.Integer(), nullable=True))
    op.execute("UPDATE deadline SET next_at = due_at, attempts = 0")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.alter_column("next_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("attempts", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_index("ix_deadline_due")
        batch_op.create_index("ix_deadline_next", ["next_at", "instance_id"], unique=False)


def downgrade() -> None:
    """Back to the one before."""
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index("ix_deadline_next")
        batch_op.create_index("ix_deadline_due", ["due_at", "instance_id"], unique=False)
        batch_op.drop_column("attempts")
        batch_op.drop_column("next_at")
    op.drop_table("worker")
