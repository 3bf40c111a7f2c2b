"""The daily work on cases.

Rooms, lowest first: deadlines, reminders, tasks, instances, cases, attachments, completions, advice, handovers, copies,
phrases, voting, taking_back, batches, deeds, extensions, urging.
"""
