"""Who there is, who may act: organisations, identity, assignment, cast, from_outside (in this order, lowest first)."""
