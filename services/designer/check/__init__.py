"""Check a package: what cannot be executed, what is missing, which clauses have not landed."""

from .coverage import Coverage, coverage
from .package import Report, check_package

__all__ = ["Coverage", "Report", "check_package", "coverage"]
