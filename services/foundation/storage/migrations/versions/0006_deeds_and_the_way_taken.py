"""What persons do beside their tasks, and when an instance passed each element."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was passed so far keeps its order in the trail; its moments were not kept."""
    # With a default it is added in place: SQLite would make the table anew, and many tables refer to it.
    op.add_column("instance", sa.Column("passed", sa.Text(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """Back to the one before."""
    op.drop_column("instance", "passed")
