"""Targets behind HTTP: the lines of the wire, posted to one address."""
