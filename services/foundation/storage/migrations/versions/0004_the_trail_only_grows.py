"""The trail and the evidence can only grow: triggers refuse every change, on both databases."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE TRIGGER IF NOT EXISTS audit_entry_keep BEFORE DELETE ON audit_entry BEGIN "
    "SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_entry_fixed BEFORE UPDATE ON audit_entry "
    "BEGIN SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_entry_once BEFORE INSERT ON audit_entry WHEN "
    "EXISTS (SELECT 1 FROM audit_entry WHERE subject_kind = NEW.subject_kind AND "
    "subject_id = NEW.subject_id AND seq = NEW.seq) BEGIN SELECT RAISE(ABORT, "
    "'审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_seal_keep BEFORE DELETE ON audit_seal BEGIN "
    "SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_seal_fixed BEFORE UPDATE ON audit_seal BEGIN "
    "SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_seal_once BEFORE INSERT ON audit_seal WHEN "
    "EXISTS (SELECT 1 FROM audit_seal WHERE number = NEW.number) BEGIN SELECT "
    "RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_seal_head_keep BEFORE DELETE ON "
    "audit_seal_head BEGIN SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_seal_head_fixed BEFORE UPDATE ON "
    "audit_seal_head BEGIN SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_seal_head_once BEFORE INSERT ON "
    "audit_seal_head WHEN EXISTS (SELECT 1 FROM audit_seal_head WHERE number = "
    "NEW.number AND subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id) "
    "BEGIN SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_chain_keep BEFORE DELETE ON audit_chain BEGIN "
    "SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER IF NOT EXISTS audit_chain_fixed BEFORE UPDATE ON audit_chain WHEN "
    "NEW.seq <= OLD.seq OR NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> "
    "OLD.subject_id BEGIN SELECT RAISE(ABORT, '审计记录只能追加，不能修改或删除'); END",
    "CREATE TRIGGER completion_keep BEFORE DELETE ON completion BEGIN SELECT "
    "RAISE(ABORT, '证据只能追加，不能修改或删除'); END",
    "CREATE TRIGGER completion_fixed BEFORE UPDATE ON completion BEGIN SELECT "
    "RAISE(ABORT, '证据只能追加，不能修改或删除'); END",
)

POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION USING MESSAGE = '审计记录只能追加，不能修改或删除：' || TG_TABLE_NAME; END "
    "$$",
    "CREATE OR REPLACE TRIGGER audit_entry_keep BEFORE DELETE ON audit_entry FOR EACH "
    "ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_entry_fixed BEFORE UPDATE ON audit_entry FOR "
    "EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_entry_whole BEFORE TRUNCATE ON audit_entry FOR "
    "EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_seal_keep BEFORE DELETE ON audit_seal FOR EACH "
    "ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_seal_fixed BEFORE UPDATE ON audit_seal FOR EACH "
    "ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_seal_whole BEFORE TRUNCATE ON audit_seal FOR "
    "EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_seal_head_keep BEFORE DELETE ON audit_seal_head "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_seal_head_fixed BEFORE UPDATE ON audit_seal_head "
    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_seal_head_whole BEFORE TRUNCATE ON "
    "audit_seal_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_chain_keep BEFORE DELETE ON audit_chain FOR EACH "
    "ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_chain_fixed BEFORE UPDATE ON audit_chain FOR "
    "EACH ROW WHEN (NEW.seq <= OLD.seq OR NEW.subject_kind <> OLD.subject_kind OR "
    "NEW.subject_id <> OLD.subject_id) EXECUTE FUNCTION audit_refuse()",
    "CREATE OR REPLACE TRIGGER audit_chain_whole BEFORE TRUNCATE ON audit_chain FOR "
    "EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER completion_keep BEFORE DELETE ON completion FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "CREATE TRIGGER completion_fixed BEFORE UPDATE ON completion FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
)


def upgrade() -> None:
    """Put the triggers."""
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement.replace("%", "%%"))


def downgrade() -> None:
    """There is no way back: a trail that could be changed would prove nothing."""
    raise RuntimeError("审计与证据的保护不能撤销")
