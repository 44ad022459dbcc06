"""The readable specification: one document that a lawyer reads from top to bottom and signs."""
