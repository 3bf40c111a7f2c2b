"""All checks in one table."""
CHECKS = ()
