"""Organs of several levels post notices in one campaign: each notice says whose it is."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Added in place, so that it may be null: SQLite would make the table anew, and its ledger and evidence refer to it.
COLUMN = (
    "ALTER TABLE public_notice ADD COLUMN organisation_id INTEGER"
    " CONSTRAINT fk_public_notice_organisation_id_organisation REFERENCES organisation (id)"
)
# Every notice so far is its campaign's own.
THE_CAMPAIGNS = (
    "UPDATE public_notice SET organisation_id ="
    " (SELECT organisation_id FROM campaign WHERE campaign.id = public_notice.campaign_id)"
)


def upgrade() -> None:
    """To this revision."""
    for statement in (COLUMN, THE_CAMPAIGNS):
        op.get_bind().exec_driver_sql(statement)


def downgrade() -> None:
    """Back to the one before."""
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.drop_constraint("fk_public_notice_organisation_id_organisation", type_="foreignkey")
        batch_op.drop_column("organisation_id")
