"""Hamsaya: two neighbouring states, one border-cooperation mechanism, each its own signed log."""

__version__ = "0.1.0"
