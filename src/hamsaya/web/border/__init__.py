"""The border: the map and its equal, the list."""
