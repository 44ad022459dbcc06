"""A pytest session that checks a target: its options, its scenarios, and what it reports."""
