"""Planted faults: one module for each part of the page, and one for mistakes that meet."""
