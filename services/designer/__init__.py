"""What a process designer does with a package.

Rooms, lowest first: check, steps, manifests, drafts, repairs, compare, deploy, rehearse, rehearsals, walks, release,
migrate.
"""
