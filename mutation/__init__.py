"""Mutation testing: whether the tests notice small changes of what decides the verdicts."""
