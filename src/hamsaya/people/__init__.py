"""Officers, posts, roles, second factor and the access log: local rows, never replicated."""
