"""Choosing among cases. Rooms, lowest first: campaigns, quotas, ranking, reviews, public_notices, objections, studios."""
