"""Comparing what the policy says with what a target answers."""
