"""What every room stands on: clock, errors, events, workbooks, storage (in this order, lowest first)."""
