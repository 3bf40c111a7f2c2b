"""What was done and what is still to do: audit, jobs (in this order, lowest first)."""
