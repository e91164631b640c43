"""The claims desk: what was said in public, what both sides answer, and the line that is given."""
