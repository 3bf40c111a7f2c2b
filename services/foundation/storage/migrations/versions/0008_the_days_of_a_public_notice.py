"""The ledger of a public notice: each day, and whether the page was on line. Evidence only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

EVIDENCE = ("public_notice_look", "public_notice_presence")
REFUSED = "公示证据只能追加，不能修改或删除"
# Numbers look like GS2021-001: the year begins at the third sign, the running part at the eighth.
LAST_NUMBERS = (
    "INSERT INTO public_notice_number (year, last)"
    " SELECT CAST(substr(no, 3, 4) AS INTEGER), max(CAST(substr(no, 8) AS INTEGER)) FROM public_notice"
    " GROUP BY substr(no, 3, 4)"
)
# Nobody has looked at the notices that run; the first look plans the next one.
FIRST_LOOKS = (
    "INSERT INTO job (kind, payload, due_at, next_at, key, attempts, created_at)"
    " SELECT 'look_at_notice', '{\"notice\":' || id || '}', posted_at, posted_at, 'look_at_notice:' || id, 0, posted_at"
    " FROM public_notice WHERE closed_at IS NULL"
)


def upgrade() -> None:
    """Notices that run keep their clock; their days are looked at from now on."""
    op.add_column("public_notice", sa.Column("least_days", sa.Integer(), nullable=True))
    op.add_column("public_notice", sa.Column("planned_end", sa.Date(), nullable=True))
    op.add_column("public_notice", sa.Column("head_digest", sa.String(), nullable=True))
    op.add_column("public_notice", sa.Column("last_day", sa.Date(), nullable=True))
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_notice_instance_id"), ["instance_id"], unique=False)
    _ledger()
    _evidence()
    for statement in (LAST_NUMBERS, FIRST_LOOKS, *triggers(op.get_bind().dialect.name)):
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def _ledger() -> None:
    op.create_table(
        "public_notice_day",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("looks_ok", sa.Integer(), nullable=False),
        sa.Column("looks_failed", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        _of_a_notice("public_notice_day"),
        sa.CheckConstraint(
            "status IN ('counted', 'off_line', 'not_working', 'not_counted')", name=op.f("ck_public_notice_day_status")
        ),
        sa.PrimaryKeyConstraint("notice_id", "day", name=op.f("pk_public_notice_day")),
    )
    op.create_table(
        "public_notice_number",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_public_notice_number")),
    )


def _evidence() -> None:
    op.create_table(
        "public_notice_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        _of_a_notice("public_notice_look"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice_look")),
    )
    op.create_table(
        "public_notice_presence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_line", sa.Boolean(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        _of_a_notice("public_notice_presence"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice_presence")),
    )
    for table in EVIDENCE:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(f"ix_{table}_at", ["notice_id", "at"], unique=False)


def _of_a_notice(table: str) -> sa.Constraint:
    name = f"fk_{table}_notice_id_public_notice"
    return sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f(name))


def triggers(dialect: str) -> list[str]:
    """What refuses to change or delete evidence, as this database says it."""
    return [
        f"CREATE TRIGGER {table}_{name} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        if dialect == "sqlite"
        else f"CREATE TRIGGER {table}_{name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
        for table in EVIDENCE
        for name, deed in (("keep", "DELETE"), ("fixed", "UPDATE"))
    ]


def downgrade() -> None:
    """Back to the one before."""
    for table in ("public_notice_presence", "public_notice_look", "public_notice_number", "public_notice_day"):
        op.drop_table(table)
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_public_notice_instance_id"))
        for column in ("last_day", "head_digest", "planned_end", "least_days"):
            batch_op.drop_column(column)
