"""Who there is, who may act.

Rooms, lowest first: organisations, substitutes, identity, assignment, cast, from_outside.
"""
