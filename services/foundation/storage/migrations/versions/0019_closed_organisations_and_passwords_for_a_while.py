"""Organisations are closed and stay; a password given by an administrator lasts a while and must be changed."""

from alembic import op

revision = "0019"
down_revision = "0014"
branch_labels = None
depends_on = None

# Added in place: SQLite would make the tables anew, and half the house refers to them.
COLUMNS = (
    "ALTER TABLE organisation ADD COLUMN closed_on DATE",
    "ALTER TABLE person ADD COLUMN password_until {moment}",
)


def upgrade() -> None:
    """To this revision."""
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for statement in COLUMNS:
        op.get_bind().exec_driver_sql(statement.format(moment=moment))


def downgrade() -> None:
    """Back to the one before."""
    for table, column in (("person", "password_until"), ("organisation", "closed_on")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
