"""Experts: what they know, from whom they keep away, who stood back, and draws that can be repeated."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "stood_back",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stood_back_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stood_back")),
        sa.UniqueConstraint(
            "person_id", "subject_kind", "subject_id", name=op.f("uq_stood_back_person_id_subject_kind_subject_id")
        ),
    )
    op.create_table(
        "expert_profile",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expert_profile_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_expert_profile")),
    )
    op.create_table(
        "expert_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(organisation_id IS NULL) <> (name IS NULL)", name=op.f("ck_expert_conflict_of_one")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_expert_conflict_person_id_person")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_expert_conflict_declared_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_expert_conflict_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_conflict")),
    )
    with op.batch_alter_table("expert_conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_conflict_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("panel_draw", schema=None) as batch_op:
        batch_op.add_column(sa.Column("campaign_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("wanted", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("ranked", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("loads", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("left_out", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("made_of", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("instead_of", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_panel_draw_campaign_id"), ["campaign_id"], unique=False)


def downgrade() -> None:
    """Back to the revision before."""
    with op.batch_alter_table("panel_draw", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_draw_campaign_id"))
        for column in ("instead_of", "made_of", "left_out", "loads", "ranked", "wanted", "campaign_id"):
            batch_op.drop_column(column)
    for table in ("expert_conflict", "expert_profile", "stood_back"):
        op.drop_table(table)
