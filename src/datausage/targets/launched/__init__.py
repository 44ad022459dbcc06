"""Launchers: plain programs, watched while they hand a configuration on to a child."""
