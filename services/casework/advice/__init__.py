"""Asking colleagues before deciding: 委派 and 加签, and their answers."""
