"""Drafts of procedures: their files, every revision, and who holds the pen."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "procedure_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("base_version_id", sa.Integer(), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=True),
        sa.Column("writer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        _to("procedure_draft", "base_version_id", "procedure_version"),
        _to("procedure_draft", "opened_by", "person"),
        _to("procedure_draft", "writer_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_draft")),
    )
    op.create_table(
        "procedure_draft_content",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _to("procedure_draft_content", "draft_id", "procedure_draft"),
        sa.PrimaryKeyConstraint("draft_id", "digest", name=op.f("pk_procedure_draft_content")),
    )
    op.create_table(
        "procedure_draft_file",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        _to("procedure_draft_file", "draft_id", "procedure_draft"),
        sa.PrimaryKeyConstraint("draft_id", "path", name=op.f("pk_procedure_draft_file")),
    )
    op.create_table(
        "procedure_draft_revision",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        _to("procedure_draft_revision", "draft_id", "procedure_draft"),
        _to("procedure_draft_revision", "by", "person"),
        sa.PrimaryKeyConstraint("draft_id", "number", name=op.f("pk_procedure_draft_revision")),
    )


def downgrade() -> None:
    """Back to the one before."""
    for table in ("procedure_draft_revision", "procedure_draft_file", "procedure_draft_content", "procedure_draft"):
        op.drop_table(table)


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))
