"""The daily work on cases. Rooms, lowest first: deadlines, tasks, instances, cases, completions, deeds."""
