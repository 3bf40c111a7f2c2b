"""What leaves the house: documents, messages to people, reports."""
