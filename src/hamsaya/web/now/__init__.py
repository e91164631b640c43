"""The duty board."""
