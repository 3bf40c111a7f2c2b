"""The rules a diagram may hold: FEEL expressions and DMN decisions, ours and sandboxed by construction.

`feel` compiles expressions, `dmn` decides tables and graphs, `values` names what both speak of.
"""
