"""The line of descent of a promise: drawn, and as a list."""
