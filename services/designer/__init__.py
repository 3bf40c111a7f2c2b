"""What a process designer does with a package.

Rooms, lowest first: check, compare, deploy, rehearse, release, migrate.
"""
