"""What leaves the house.

Rooms, lowest first: documents (how a paper looks), issued (papers with a number), messages to people, archive,
oversight (the auditor's desk), reports (tables the campaign office takes along).
"""
