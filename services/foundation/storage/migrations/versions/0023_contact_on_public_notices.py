"""A public notice says where objections are taken, in the words that were given when it was posted."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    # Added in place: SQLite would make the table anew, and its ledger and evidence refer to it.
    op.get_bind().exec_driver_sql("ALTER TABLE public_notice ADD COLUMN contact VARCHAR NOT NULL DEFAULT ''")


def downgrade() -> None:
    """Back to the one before."""
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.drop_column("contact")
