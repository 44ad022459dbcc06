"""The subcommands of ``datausage``, one per module."""
