"""Who there is and who may act: organisations, identity, assignment, cast (in this order, lowest first)."""
