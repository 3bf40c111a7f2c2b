"""Papers issued."""
