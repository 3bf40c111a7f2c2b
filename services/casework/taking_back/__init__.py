"""拿回: whoever handed something in takes it back, until the next level has acted."""
