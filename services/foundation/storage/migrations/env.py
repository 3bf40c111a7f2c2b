"""How Alembic runs a migration: on the connection it is given, with batches where SQLite needs them."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

config = context.config
connection = config.attributes["connection"]


def render_item(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Our own column types are written as the plain types they stand for: a migration never changes with the code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=connection,
    target_metadata=config.attributes.get("metadata"),
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=render_item,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
