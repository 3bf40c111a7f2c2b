"""转办: a task goes to a colleague, who acts under their own name."""
