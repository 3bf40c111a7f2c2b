"""The daily work on cases.

Rooms, lowest first: deadlines, reminders, tasks, instances, cases, completions, deeds, extensions, urging.
"""
