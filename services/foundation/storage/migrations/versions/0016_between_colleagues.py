"""Substitutes, handing over, advice, taking back, copies, phrases; and what tasks and evidence know of them."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New columns are added in place: on SQLite a batch would make the tables anew, and others hold on to them."""
    op.add_column("task", sa.Column("office", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("readers", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("asked", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("instance", sa.Column("before", sa.Text(), nullable=True))
    name = op.f("fk_completion_for_person_id_person")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"ALTER TABLE completion ADD COLUMN for_person_id INTEGER CONSTRAINT {name} REFERENCES person (id)")
    else:
        op.add_column("completion", sa.Column("for_person_id", sa.Integer(), nullable=True))
        op.create_foreign_key(name, "completion", "person", ["for_person_id"], ["id"])
    _substitution()
    _advice()
    _handover()
    op.create_table(
        "taken_back",
        sa.Column("completion_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("taken_back", "completion_id", "completion"),
        _to("taken_back", "actor_id", "person"),
        sa.PrimaryKeyConstraint("completion_id", name=op.f("pk_taken_back")),
    )
    _copy()
    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("box", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        _to("phrase", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_index(op.f("ix_phrase_person_id"), "phrase", ["person_id"])


def downgrade() -> None:
    """Evidence given for somebody else would lose for whom: there is no way back."""
    raise RuntimeError("办理记录不能退回以前的结构")


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _substitution() -> None:
    op.create_table(
        "substitution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("substitute_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("arranged_by", sa.Integer(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_substitution_ends_after_it_begins")),
        sa.CheckConstraint("person_id <> substitute_id", name=op.f("ck_substitution_of_two_people")),
        sa.CheckConstraint("(organisation_id IS NULL) = (role IS NULL)", name=op.f("ck_substitution_whole_position")),
        _to("substitution", "person_id", "person"),
        _to("substitution", "substitute_id", "person"),
        _to("substitution", "organisation_id", "organisation"),
        _to("substitution", "arranged_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitution")),
    )
    op.create_index(op.f("ix_substitution_person_id"), "substitution", ["person_id"])
    op.create_index(op.f("ix_substitution_substitute_id"), "substitution", ["substitute_id"])


def _advice() -> None:
    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recalled_at", sa.DateTime(timezone=True), nullable=True),
        _to("advice", "task_id", "task"),
        _to("advice", "person_id", "person"),
        _to("advice", "asked_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_task_id"), "advice", ["task_id"])


def _handover() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("from_name", sa.String(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("handover", "task_id", "task"),
        _to("handover", "from_id", "person"),
        _to("handover", "to_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index(op.f("ix_handover_task_id"), "handover", ["task_id"])


def _copy() -> None:
    op.create_table(
        "copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("sent_by", sa.Integer(), nullable=False),
        sa.Column("sent_by_name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        _to("copy", "task_id", "task"),
        _to("copy", "person_id", "person"),
        _to("copy", "sent_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
        sa.UniqueConstraint("task_id", "person_id", name=op.f("uq_copy_task_id_person_id")),
    )
    op.create_index("ix_copy_person", "copy", ["person_id", "id"])
