"""What every room stands on: clock, errors, events, storage (in this order, lowest first)."""
