"""The daily work on cases.

Rooms, lowest first: deadlines, reminders, tasks, instances, cases, attachments, completions, deeds, extensions, urging.
"""
