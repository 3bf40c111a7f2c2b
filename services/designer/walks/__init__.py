"""A designer walks through a case by hand on a virtual clock; what was done is kept as a scenario of the draft."""
