"""Minutes as a Word file for who will not use the page: out for redlining, and back in with every difference shown."""
