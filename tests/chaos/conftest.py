"""The long runs use the processes of tests/hosts."""

from tests.hosts.conftest import postgresql_url

__all__ = ["postgresql_url"]
