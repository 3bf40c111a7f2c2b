"""Objections to a public notice, the objector's identity kept apart; both are evidence, so they only grow."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What may still change of an objection before it is settled is where it stands; afterwards, nothing.
FIXED = (
    "id", "no", "notice_id", "campaign_id", "case_id", "title", "kind", "channel", "facts", "filed_at", "recorded_at",
    "entered_by", "late", "delivered", "digest", "word_digest", "request_digest",
)  # fmt: skip
KEPT = ("objection", "objector", "objection_file")
WHOLE = ("objector", "objection_file")
REFUSED = "异议材料只能追加，不能修改或删除"


def upgrade() -> None:
    """Three tables, their triggers, and for each row of a notice's list the case it is about."""
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(length=40), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("word_digest", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_objection_notice_id_public_notice")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_objection_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_objection_case_id_case")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_objection_entered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("no", name=op.f("uq_objection_no")),
        sa.UniqueConstraint("request_digest", name=op.f("uq_objection_request_digest")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_case_id"), ["case_id"], unique=False)
    op.create_table(
        "objector",
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("seal", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["objection_id"], ["objection.id"], name=op.f("fk_objector_objection_id_objection")),
        sa.PrimaryKeyConstraint("objection_id", name=op.f("pk_objector")),
    )
    op.create_table(
        "objection_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["objection_id"], ["objection.id"], name=op.f("fk_objection_file_objection_id_objection")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_file")),
        sa.UniqueConstraint("objection_id", "place", name=op.f("uq_objection_file_objection_id_place")),
    )
    op.add_column("public_notice", sa.Column("cases", sa.Text(), nullable=True))
    for statement in triggers(op.get_bind().dialect.name):
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def triggers(dialect: str) -> list[str]:
    """What refuses to change or delete evidence, as this database says it."""
    differs = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{c} {differs} OLD.{c}" for c in FIXED)
    rules = [(t, "keep", "DELETE", "") for t in KEPT] + [(t, "fixed", "UPDATE", "") for t in WHOLE]
    rules += [("objection", "fixed", "UPDATE", f"WHEN (OLD.settled_at IS NOT NULL OR {changed})")]
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {deed} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        if dialect == "sqlite"
        else f"CREATE TRIGGER {table}_{name} BEFORE {deed} ON {table} FOR EACH ROW {when} "
        "EXECUTE FUNCTION audit_refuse()"
        for table, name, deed, when in rules
    ]


def downgrade() -> None:
    """Back to the one before, for as long as nobody has objected."""
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.drop_column("cases")
    op.drop_table("objection_file")
    op.drop_table("objector")
    op.drop_table("objection")
