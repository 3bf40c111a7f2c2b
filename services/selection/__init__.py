"""Choosing among cases.

Rooms, lowest first: campaigns, quotas, ranking, bars, reviews, public_notices, objections, studios,
organisation_pools, yearly_campaigns, board.
"""
