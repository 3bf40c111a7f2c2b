"""Quotas: what else the same recommender has in the same campaign."""

from .peers import known_peers, peers_of

__all__ = ["known_peers", "peers_of"]
