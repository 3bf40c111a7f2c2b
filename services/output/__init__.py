"""What leaves the house: documents (how a paper looks), issued (papers with a number), messages to people, archive."""
