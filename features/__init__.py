"""The specification: one feature per part of the page, in the page's order."""
