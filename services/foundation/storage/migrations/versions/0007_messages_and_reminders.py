"""Messages to people, what they chose, and the ladder of reminders on each task."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Open tasks that are due some day climb on from their first rung; that they are open has been seen."""
    # Not in a batch: on SQLite that would make the table anew, and others hold on to its rows.
    op.add_column("task", sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("task", sa.Column("rung", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE task SET remind_at = opened_at, rung = 1 WHERE closed_at IS NULL AND due_at IS NOT NULL")
    told = sa.text("remind_at IS NOT NULL")
    op.create_index("ix_task_remind", "task", ["remind_at", "id"], sqlite_where=told, postgresql_where=told)
    _messages()
    _deliveries()
    op.create_table(
        "message_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=True),
        sa.Column("mail", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("quiet_from", sa.Time(), nullable=False),
        sa.Column("quiet_to", sa.Time(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_choice_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_choice")),
    )
    op.create_table(
        "urge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_urge_task_id_task")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_urge_actor_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urge")),
        sa.UniqueConstraint("task_id", "day", name=op.f("uq_urge_task_id_day")),
    )


def _messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("headline", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_message_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("key", name=op.f("uq_message_key")),
    )
    unread = sa.text("read_at IS NULL")
    op.create_index("ix_message_person", "message", ["person_id", "id"])
    op.create_index("ix_message_unread", "message", ["person_id"], sqlite_where=unread, postgresql_where=unread)
    op.create_index("ix_message_subject", "message", ["subject_kind", "subject_id"])


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_delivery_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    waiting = sa.text("next_at IS NOT NULL")
    op.create_index("ix_delivery_next", "delivery", ["next_at", "id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("ix_delivery_letter", "delivery", ["letter"])
    op.create_index(op.f("ix_delivery_message_id"), "delivery", ["message_id"])


def downgrade() -> None:
    """Back to the one before."""
    for table in ("urge", "message_choice", "delivery", "message"):
        op.drop_table(table)
    op.drop_index("ix_task_remind", "task")
    op.drop_column("task", "rung")
    op.drop_column("task", "remind_at")
