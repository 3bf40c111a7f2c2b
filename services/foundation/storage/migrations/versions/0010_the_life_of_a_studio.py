"""Reviews, changes and removal of studios in the register; plaques of their own; years that were begun."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Studios that stand in the register keep number, plaque and the day they were named."""
    _studio()
    _rows_about_a_studio()
    _series_and_runs()
    for statement in CARRIED_OVER:
        op.execute(statement)


# Numbers look like GZS2021-0001: eight signs before the running part, and PB2021-0001: seven.
CARRIED_OVER = (
    "INSERT INTO plaque (studio_id, no, name, awarded_at)"
    " SELECT id, plaque_no, name, plaque_at FROM studio WHERE plaque_no IS NOT NULL ORDER BY id",
    "INSERT INTO register_series (prefix, last)"
    " SELECT substr(no, 1, 8), max(CAST(substr(no, 9) AS INTEGER)) FROM studio WHERE no IS NOT NULL"
    " GROUP BY substr(no, 1, 8)",
    "INSERT INTO register_series (prefix, last)"
    " SELECT substr(plaque_no, 1, 7), max(CAST(substr(plaque_no, 8) AS INTEGER)) FROM studio"
    " WHERE plaque_no IS NOT NULL GROUP BY substr(plaque_no, 1, 7)",
)


def _studio() -> None:
    op.add_column("studio", sa.Column("procedure", sa.String(), nullable=True))
    op.add_column("studio", sa.Column("members", sa.Text(), nullable=True))
    op.execute(
        "UPDATE studio SET members = '[]', procedure = coalesce("
        "(SELECT campaign.procedure FROM campaign WHERE campaign.id = studio.campaign_id), '')"
    )
    with op.batch_alter_table("studio", schema=None) as batch_op:
        batch_op.alter_column("procedure", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("members", existing_type=sa.Text(), nullable=False)
        batch_op.create_index("ix_studio_procedure", ["procedure", "status"], unique=False)
        batch_op.create_index(batch_op.f("ix_studio_organisation_id"), ["organisation_id"], unique=False)


def _rows_about_a_studio() -> None:
    op.create_table(
        "studio_status",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("studio_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("paper_no", sa.String(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        *_of_a_studio("studio_status"),
    )
    op.create_table(
        "studio_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("studio_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("results", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        *_of_a_studio("studio_review"),
        sa.UniqueConstraint("studio_id", "year", "kind", name=op.f("uq_studio_review_studio_id_year_kind")),
    )
    op.create_table(
        "studio_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("studio_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("paper_no", sa.String(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        *_of_a_studio("studio_change"),
    )
    op.create_table(
        "plaque",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("studio_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("awarded_at", MOMENT, nullable=False),
        sa.Column("returned_at", MOMENT, nullable=True),
        sa.Column("ending", sa.String(), nullable=True),
        *_of_a_studio("plaque"),
        sa.UniqueConstraint("no", name=op.f("uq_plaque_no")),
    )
    for table in ("studio_status", "studio_change", "plaque"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.create_index(batch_op.f(f"ix_{table}_studio_id"), ["studio_id"], unique=False)


def _of_a_studio(table: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.ForeignKeyConstraint(["studio_id"], ["studio.id"], name=op.f(f"fk_{table}_studio_id_studio")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _series_and_runs() -> None:
    op.create_table(
        "register_series",
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_register_series")),
    )
    op.create_table(
        "yearly_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(), nullable=False),
        sa.Column("process", sa.String(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("instance_id", sa.Integer(), nullable=True),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_yearly_run_instance_id_instance")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["procedure_version.id"], name=op.f("fk_yearly_run_version_id_procedure_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_run")),
        sa.UniqueConstraint(
            "procedure",
            "process",
            "subject_kind",
            "subject_id",
            "year",
            name=op.f("uq_yearly_run_procedure_process_subject_kind_subject_id_year"),
        ),
    )


def downgrade() -> None:
    """Back to the one before."""
    for table in (
        "yearly_run",
        "register_series",
        "plaque",
        "studio_change",
        "studio_review",
        "studio_status",
    ):
        op.drop_table(table)
    with op.batch_alter_table("studio", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_studio_organisation_id"))
        batch_op.drop_index("ix_studio_procedure")
        batch_op.drop_column("members")
        batch_op.drop_column("procedure")
