"""Targets in any language: another process, asked with lines of JSON."""
