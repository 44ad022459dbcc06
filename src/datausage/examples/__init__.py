"""Implementations to try the suite on: a faithful one, a careless one, and a small gateway."""
