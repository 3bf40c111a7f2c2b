"""Who there is, who may act.

Rooms, lowest first: organisations, substitutes, identity, assignment, tree_keeping, roster, cast,
from_outside.
"""
