"""Work to be done later."""
