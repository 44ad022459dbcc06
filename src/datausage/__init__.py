"""A property-based compliance suite for the documented Data usage policy of Claude Code."""
