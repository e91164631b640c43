"""A kind from outside the package."""
