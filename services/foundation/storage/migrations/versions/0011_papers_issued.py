"""Papers that were issued: number, code, content; neither a paper nor its print is ever changed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

REFUSAL = "发文只能追加，不能修改或删除"
# Table -> columns by which a row is known: INSERT OR REPLACE would remove the old row without asking a DELETE trigger.
ADDED_ONLY = {"issued_paper": ("id", "code"), "printed_paper": ("paper_id",)}
# Table -> when a change is refused: a series moves by one and no further, a decision is made once.
MOVES = {
    "number_series": "NEW.last <> OLD.last + 1 OR NEW.organ <> OLD.organ OR NEW.sign <> OLD.sign"
    " OR NEW.year <> OLD.year",
    "paper_withdrawal": "OLD.decision IS NOT NULL OR NEW.paper_id <> OLD.paper_id OR NEW.reason <> OLD.reason"
    " OR NEW.asked_by <> OLD.asked_by OR NEW.asked_at <> OLD.asked_at OR NEW.id <> OLD.id",
}


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "number_series",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "sign", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "issued_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("sign", sa.String(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_title", sa.String(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=True),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_issued_paper_instance_id_instance")),
        sa.ForeignKeyConstraint(["issued_by"], ["person.id"], name=op.f("fk_issued_paper_issued_by_person")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_issued_paper_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["issued_paper.id"], name=op.f("fk_issued_paper_supersedes_issued_paper")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["procedure_version.id"], name=op.f("fk_issued_paper_version_id_procedure_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_paper")),
        sa.UniqueConstraint("code", name=op.f("uq_issued_paper_code")),
        sa.UniqueConstraint("organ", "sign", "year", "number", name=op.f("uq_issued_paper_organ_sign_year_number")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_issued_paper_supersedes")),
    )
    with op.batch_alter_table("issued_paper", schema=None) as batch_op:
        batch_op.create_index("ix_issued_paper_subject", ["subject_kind", "subject_id"], unique=False)
        for column in ("campaign_id", "instance_id", "organisation_id"):
            batch_op.create_index(batch_op.f(f"ix_issued_paper_{column}"), [column], unique=False)
    op.create_table(
        "printed_paper",
        sa.Column("paper_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["issued_paper.id"], name=op.f("fk_printed_paper_paper_id_issued_paper")
        ),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_printed_paper")),
    )
    op.create_table(
        "paper_withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(), nullable=True),
        sa.CheckConstraint("decided_by <> asked_by", name=op.f("ck_paper_withdrawal_second_person")),
        sa.CheckConstraint("decision IN ('confirmed', 'declined')", name=op.f("ck_paper_withdrawal_decision")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_paper_withdrawal_asked_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_paper_withdrawal_decided_by_person")),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["issued_paper.id"], name=op.f("fk_paper_withdrawal_paper_id_issued_paper")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_withdrawal")),
    )
    with op.batch_alter_table("paper_withdrawal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_withdrawal_paper_id"), ["paper_id"], unique=False)
        pending = sa.text("decision IS NULL OR decision = 'confirmed'")
        batch_op.create_index(
            "uq_paper_withdrawal_pending", ["paper_id"], unique=True, sqlite_where=pending, postgresql_where=pending
        )
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.get_bind().exec_driver_sql(statement)


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    tables = [*ADDED_ONLY, *MOVES]
    keep = [f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} {refuse}" for table in tables]
    fixed = [f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} {refuse}" for table in ADDED_ONLY]
    moves = [
        f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} WHEN {when} {refuse}" for table, when in MOVES.items()
    ]
    once = [
        f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE "
        f"{' OR '.join(f'{column} = NEW.{column}' for column in columns)}) {refuse}"
        for table, columns in ADDED_ONLY.items()
    ]
    return keep + fixed + moves + once


def _postgresql() -> list[str]:
    refuse = "EXECUTE FUNCTION paper_refuse()"
    function = (
        "CREATE OR REPLACE FUNCTION paper_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION USING MESSAGE = '{REFUSAL}：' || TG_TABLE_NAME; END $$"
    )
    made = [function]
    for table in (*ADDED_ONLY, *MOVES):
        when = f"WHEN ({MOVES[table]}) " if table in MOVES else ""
        made += [
            f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} FOR EACH ROW {refuse}",
            f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}",
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE ON {table} FOR EACH ROW {when}{refuse}",
        ]
    return made


def downgrade() -> None:
    """There is no way back: a register of documents that could be changed would prove nothing."""
    raise RuntimeError("发文的保护不能撤销")
