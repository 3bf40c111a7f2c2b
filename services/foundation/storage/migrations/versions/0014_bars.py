"""Who may not apply until a day."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "bar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("paper_no", sa.String(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=True),
        sa.CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_bar_of_one")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bar_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_bar_person_id_person")),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_bar_instance_id_instance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bar")),
    )
    with op.batch_alter_table("bar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bar_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_bar_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_table("bar")
