"""Features that show how a session treats what steps record."""
