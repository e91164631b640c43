"""For people: pages, forms and static files."""
